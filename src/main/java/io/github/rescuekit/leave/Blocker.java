package io.github.rescuekit.leave;

import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.RescueException;
import java.util.Optional;

/**
 * Something that stands against leaving.
 *
 * @param guard a stable word for scripts, such as {@code busy} or {@code locked}
 */
public record Blocker(ExitCode exitCode, Optional<String> guard, String happened, String next) {

    static Blocker of(RescueException e) {
        return new Blocker(e.exitCode(), e.guard(), e.happened(), e.next());
    }
}
