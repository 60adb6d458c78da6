package io.github.rescuekit.mount;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** What the kernel tells of loop devices. */
final class LoopDevices {

    private static final String DEV = "/dev/";

    private LoopDevices() {}

    /** True while some loop device shows the file. */
    static boolean isAttached(Path file) {
        try (Stream<Path> devices = Files.list(Path.of("/sys/block"))) {
            return devices.anyMatch(it -> backingFile(DEV + it.getFileName())
                    .filter(file.toString()::equals)
                    .isPresent());
        } catch (IOException e) {
            return false;
        }
    }

    /** The file behind {@code /dev/loop3}; empty for another device. */
    static Optional<String> backingFile(String device) {
        if (!device.startsWith(DEV + "loop")) {
            return Optional.empty();
        }
        Path file = Path.of("/sys/block", device.substring(DEV.length()), "loop/backing_file");
        try {
            return Files.exists(file) ? Optional.of(Files.readString(file).strip()) : Optional.empty();
        } catch (IOException e) {
            // It was detached just now.
            return Optional.empty();
        }
    }
}
