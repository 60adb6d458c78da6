package io.github.rescuekit.ui.command;

import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.report.Answer;
import io.github.rescuekit.report.JobsReport;
import io.github.rescuekit.session.Job;
import io.github.rescuekit.session.JobState;
import io.github.rescuekit.ui.Operator;
import io.github.rescuekit.ui.Toolkit;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code cancel JOB}: ends long work in order. */
@Command(
        name = "cancel",
        description = {
            "End a job in order, and wait until it has ended.",
            "What it mounted is released. A repair of a filesystem that was cut off is not complete: its",
            "undo copy stays, and 'rescuekit attach' shows how it ended."
        },
        footer = {"", "Examples:", "  rescuekit cancel 2"})
public final class CancelCommand extends Verb {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);
    // Longer than a job takes to take down every mount of a large server.
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @Parameters(paramLabel = "JOB", description = "Its number, as 'rescuekit jobs' shows it.")
    private String number = "";

    CancelCommand(Toolkit toolkit, Operator operator) {
        super(toolkit, operator);
    }

    @Override
    public Level level() {
        return Level.REPAIR;
    }

    @Override
    public Answer run() {
        Job job = toolkit().jobs().job(number);
        if (job.state().isOver()) {
            throw RescueException.usage(
                    "job " + number + " has ended already", "see 'rescuekit attach " + number + "' for how");
        }
        job.cancel();
        return JobsReport.cancelled(job, end(job));
    }

    private JobState end(Job job) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        JobState state = job.state();
        while (!state.isOver() && System.nanoTime() - deadline < 0) {
            operator().progress("waiting for job " + number + " to end ...");
            pause();
            state = job.state();
        }
        if (!state.isOver()) {
            throw new RescueException(
                    ExitCode.TOOL_FAILED,
                    "job " + number + " was told to end, and still runs",
                    "a device may hang: see 'rescuekit attach " + number + "' and 'dmesg'");
        }
        return state;
    }

    private void pause() {
        try {
            Thread.sleep(BETWEEN_LOOKS.toMillis());
        } catch (InterruptedException e) {
            throw new RescueException(
                            ExitCode.INTERRUPTED,
                            "job " + number + " was told to end, and you did not wait for it",
                            "see 'rescuekit jobs'")
                    .causedBy(e);
        }
    }
}
