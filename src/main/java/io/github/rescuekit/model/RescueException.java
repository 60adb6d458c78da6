package io.github.rescuekit.model;

import java.util.Optional;

/** An error that an operator can act on: what happened, and what to do next. */
public class RescueException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final ExitCode exitCode;
    private final String next;
    private final String guard;

    public RescueException(ExitCode exitCode, String happened, String next) {
        this(exitCode, "", happened, next);
    }

    private RescueException(ExitCode exitCode, String guard, String happened, String next) {
        super(happened);
        this.exitCode = exitCode;
        this.guard = guard;
        this.next = next;
    }

    /** A refusal for safety: nothing was changed. {@code guard} is a stable word for scripts, such as {@code mounted}. */
    public static RescueException refused(String guard, String happened, String next) {
        return new RescueException(ExitCode.REFUSED, guard, happened, next);
    }

    public static RescueException usage(String happened, String next) {
        return new RescueException(ExitCode.USAGE, happened, next);
    }

    /** Keeps the first failure when releasing something fails as well. */
    public RescueException causedBy(Throwable cause) {
        initCause(cause);
        return this;
    }

    /**
     * Itself, unless it tells that the operator interrupted the step: then it is thrown again. For those who would note it
     * and go on with the next part.
     */
    public RescueException unlessInterrupted() {
        if (exitCode == ExitCode.INTERRUPTED) {
            throw this;
        }
        return this;
    }

    public ExitCode exitCode() {
        return exitCode;
    }

    /** What happened, one sentence. */
    public String happened() {
        return String.valueOf(getMessage());
    }

    /** What to do next, one sentence. */
    public String next() {
        return next;
    }

    /** The safety guard that refused, when one did. */
    public Optional<String> guard() {
        return guard.isEmpty() ? Optional.empty() : Optional.of(guard);
    }
}
