package io.github.rescuekit.mount;

import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.RescueException;

/** Waits a moment for another process. */
final class Pause {

    private Pause() {}

    static void millis(long count) {
        try {
            Thread.sleep(count);
        } catch (InterruptedException e) {
            throw new RescueException(
                            ExitCode.INTERRUPTED, "mounting was interrupted", "start it again when you are ready")
                    .causedBy(e);
        }
    }
}
