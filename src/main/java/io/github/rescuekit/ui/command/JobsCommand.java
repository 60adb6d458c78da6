package io.github.rescuekit.ui.command;

import io.github.rescuekit.report.Answer;
import io.github.rescuekit.report.JobsReport;
import io.github.rescuekit.ui.Operator;
import io.github.rescuekit.ui.Toolkit;
import picocli.CommandLine.Command;

/** {@code jobs}: long work of this rescue session. */
@Command(
        name = "jobs",
        description = {
            "Long work of this rescue session.",
            "fsck, test and recover go on when the connection drops: see what they do, and come back."
        },
        footer = {"", "Examples:", "  rescuekit jobs", "  rescuekit attach 2", "  rescuekit cancel 2"})
public final class JobsCommand extends Verb {

    JobsCommand(Toolkit toolkit, Operator operator) {
        super(toolkit, operator);
    }

    @Override
    public Level level() {
        return Level.LOOK;
    }

    @Override
    public Answer run() {
        return new JobsReport(toolkit().jobs().all()).answer(style());
    }
}
