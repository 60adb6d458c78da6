package io.github.rescuekit.session;

import io.github.rescuekit.model.ExitCode;
import java.time.Instant;
import java.util.Optional;

/**
 * How far a job has come.
 *
 * @param last what it told last: its progress, or the question that it waits with; empty when it told nothing
 * @param code how it ended
 * @param ended when it did
 */
public record JobState(Phase phase, String last, Optional<ExitCode> code, Optional<Instant> ended) {

    /** A job that died was killed, or crashed, before it could tell how it ended. */
    public enum Phase {
        RUNNING,
        WAITING,
        ENDED,
        DIED
    }

    public boolean isOver() {
        return phase == Phase.ENDED || phase == Phase.DIED;
    }
}
