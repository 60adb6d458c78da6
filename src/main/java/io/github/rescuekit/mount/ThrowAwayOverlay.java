package io.github.rescuekit.mount;

import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.Starter;
import io.github.rescuekit.exec.Starter.Companion;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.RescueException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;

/**
 * A writable picture of a device whose changes go to memory: nbdkit keeps them, nbdfuse shows the whole as a file. The
 * device itself is opened read-only.
 */
final class ThrowAwayOverlay {

    private static final Duration TIME_TO_APPEAR = Duration.ofSeconds(10);
    private static final long PAUSE_MILLIS = 4;

    private final Path image;

    private ThrowAwayOverlay(Path image) {
        this.image = image;
    }

    /**
     * Starts the overlay; it ends with its processes.
     *
     * @param node the device, in a directory of ours that lies in memory
     * @param outside how this process reaches a path of the starter
     */
    static ThrowAwayOverlay over(Path node, Starter starter, Function<String, Path> outside) {
        Path image = Path.of(node + ".replayed");
        Path seen = outside.apply(image.toString());
        create(seen);
        Companion server = starter.start(Command.of(
                "env",
                "TMPDIR=" + node.getParent(),
                "nbdfuse",
                image.toString(),
                "--command",
                "nbdkit",
                "--single",
                "--exit-with-parent",
                "--filter=cow",
                "file",
                node.toString()));
        waitFor(seen, server);
        return new ThrowAwayOverlay(image);
    }

    /** The picture, a file to attach to a loop device. */
    Path image() {
        return image;
    }

    private static void create(Path image) {
        try {
            Files.createFile(image);
        } catch (IOException e) {
            throw failed("no overlay can be made: " + e.getMessage()).causedBy(e);
        }
    }

    // nbdfuse mounts its file over the empty one when it is ready.
    private static void waitFor(Path image, Companion server) {
        long deadline = System.nanoTime() + TIME_TO_APPEAR.toNanos();
        while (image.toFile().length() == 0) {
            if (!server.isAlive() || System.nanoTime() > deadline) {
                server.close();
                throw failed("the overlay for it did not start");
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RescueException(
                            ExitCode.INTERRUPTED, "the look was interrupted", "start it again when you are ready")
                    .causedBy(e);
        }
    }

    private static RescueException failed(String happened) {
        return new RescueException(
                ExitCode.TOOL_FAILED, happened, "install nbdkit and nbdfuse (apt-get install nbdkit libnbd-bin)");
    }
}
