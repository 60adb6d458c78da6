package io.github.rescuekit.ui.command;

import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.report.Answer;
import io.github.rescuekit.report.JobsReport;
import io.github.rescuekit.session.Job;
import io.github.rescuekit.ui.Operator;
import io.github.rescuekit.ui.Toolkit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code attach [JOB]}: back to long work. */
@Command(
        name = "attach",
        description = {
            "Return to a job: its output from the beginning, its progress, its question.",
            "Ctrl-C leaves it again. The exit code is that of the job. With --json it answers at once,",
            "with the state that the job is in."
        },
        footer = {"", "Examples:", "  rescuekit attach      the only job that runs", "  rescuekit attach 2"})
public final class AttachCommand extends Verb {

    @Parameters(arity = "0..1", paramLabel = "JOB", description = "Its number, as 'rescuekit jobs' shows it.")
    private @Nullable String number;

    AttachCommand(Toolkit toolkit, Operator operator) {
        super(toolkit, operator);
    }

    @Override
    public Level level() {
        return Level.REPAIR;
    }

    @Override
    public Answer run() {
        Job job = Optional.ofNullable(number).map(toolkit().jobs()::job).orElseGet(this::onlyOne);
        if (wantsJson()) {
            return JobsReport.of(job);
        }
        ExitCode code = JobView.ofVisitor(job, operator()).follow();
        return JobsReport.followed(job, code);
    }

    private Job onlyOne() {
        List<Job> running = toolkit().jobs().running();
        if (running.size() == 1) {
            return running.get(0);
        }
        throw running.isEmpty()
                ? RescueException.usage("no job runs now", "see 'rescuekit jobs' for those that have ended")
                : new RescueException(
                        ExitCode.PERSON_NEEDED,
                        running.size() + " jobs run now",
                        "name one: 'rescuekit attach " + running.get(0).id() + "'; 'rescuekit jobs' lists them");
    }
}
