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

    /** What a record says of a mount that is an overlay's image. */
    static final String KIND = "nbdfuse";

    /** How the name of an image ends that shows a device with its journal replayed. */
    static final String SUFFIX = ".replayed";

    private static final Duration TIME_TO_APPEAR = Duration.ofSeconds(20);
    private static final long PAUSE_MILLIS = 4;

    private final Path image;

    private ThrowAwayOverlay(Path image) {
        this.image = image;
    }

    /**
     * Starts the overlay; it ends with its processes, or when its image is unmounted.
     *
     * @param image a file that is not there yet, in a directory of ours that lies in memory
     * @param outside how this process reaches a path of the starter
     */
    static ThrowAwayOverlay over(Path device, Path image, Starter starter, Function<String, Path> outside) {
        Path seen = outside.apply(image.toString());
        create(seen);
        Companion server = starter.start(Command.of(
                "env",
                "TMPDIR=" + image.getParent(),
                "nbdfuse",
                image.toString(),
                "--command",
                "nbdkit",
                "--single",
                "--exit-with-parent",
                // Told to zero a range, the cow filter of 1.32 zeroes its first block only: it gets zeros to write
                // instead.
                "--filter=nozero",
                "--filter=cow",
                "file",
                device.toString(),
                "zeromode=emulate"));
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
            Pause.millis(PAUSE_MILLIS);
        }
    }

    private static RescueException failed(String happened) {
        return new RescueException(
                ExitCode.TOOL_FAILED, happened, "install nbdkit and nbdfuse (apt-get install nbdkit libnbd-bin)");
    }
}
