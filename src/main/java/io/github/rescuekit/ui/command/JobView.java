package io.github.rescuekit.ui.command;

import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.session.Job;
import io.github.rescuekit.session.JobEvent;
import io.github.rescuekit.session.JobEvent.Kind;
import io.github.rescuekit.ui.Operator;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Shows a job to the operator until it ends, or until the operator leaves. */
final class JobView {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    private final Job job;
    private final Operator operator;
    private final Job.Tail tail;
    private boolean cancelsOnInterrupt;

    private JobView(Job job, Operator operator, boolean cancelsOnInterrupt) {
        this.job = job;
        this.operator = operator;
        this.tail = job.tail();
        this.cancelsOnInterrupt = cancelsOnInterrupt;
    }

    /** For the operator who started it: Ctrl-C cancels it, a lost terminal does not. */
    static JobView ofStarter(Job job, Operator operator) {
        return new JobView(job, operator, true);
    }

    /** For somebody who looks at it: Ctrl-C only leaves. */
    static JobView ofVisitor(Job job, Operator operator) {
        return new JobView(job, operator, false);
    }

    /**
     * Follows it to its end, and returns how that was.
     *
     * @throws RescueException when the operator leaves before, or the job died
     */
    ExitCode follow() {
        while (true) {
            boolean alive = job.isAlive();
            List<JobEvent> events = tail.next();
            events.forEach(this::show);
            Optional<JobEvent> last = events.stream().reduce((first, second) -> second);
            Optional<ExitCode> code = last.filter(it -> it.kind() == Kind.ENDED).flatMap(Job::code);
            if (code.isPresent()) {
                return code.get();
            }
            if (!alive) {
                throw died();
            }
            try {
                last.filter(it -> it.kind() == Kind.QUESTION).ifPresent(it -> answer(it.text()));
                Thread.sleep(BETWEEN_LOOKS.toMillis());
            } catch (InterruptedException e) {
                interrupted();
            }
        }
    }

    private void show(JobEvent event) {
        switch (event.kind()) {
            case OUT -> {
                operator.out().print(event.text());
                operator.out().flush();
            }
            case ERR -> {
                operator.err().print(event.text());
                operator.err().flush();
            }
            case PROGRESS -> operator.progress(event.text());
            default -> {}
        }
    }

    private void answer(String question) {
        String text;
        try {
            text = operator.ask(question, "--yes");
        } catch (RescueException e) {
            if (e.exitCode() == ExitCode.INTERRUPTED) {
                interrupted();
                return;
            }
            throw e;
        }
        if (operator.isGone()) {
            // No line was typed: the terminal is lost, and the question stays open for whoever attaches.
            throw left();
        }
        if (!job.answer(text)) {
            tell("Somebody else has answered already.");
        }
    }

    private void interrupted() {
        if (operator.isGone() || !cancelsOnInterrupt) {
            throw left();
        }
        // The second Ctrl-C leaves a job that does not end.
        cancelsOnInterrupt = false;
        job.cancel();
        tell("Job " + job.id() + " is told to end ...");
    }

    private void tell(String line) {
        operator.err().println(line);
        operator.err().flush();
    }

    private RescueException left() {
        return new RescueException(
                ExitCode.INTERRUPTED,
                "job " + job.id() + " (" + job.order() + ") goes on without you",
                "'rescuekit attach " + job.id() + "' returns to it, 'rescuekit cancel " + job.id() + "' ends it");
    }

    private RescueException died() {
        return new RescueException(
                ExitCode.TOOL_FAILED,
                "job " + job.id() + " (" + job.order() + ") died before it could tell how it ended",
                "see 'rescuekit history' and 'rescuekit check' for what it did, and " + job.output()
                        + " for its last words");
    }
}
