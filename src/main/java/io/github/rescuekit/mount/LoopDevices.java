package io.github.rescuekit.mount;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What the kernel tells of loop devices. */
final class LoopDevices {

    private static final String DEV = "/dev/";

    private LoopDevices() {}

    /** True while some loop device shows the file. */
    static boolean isAttached(Path file) {
        return !showing(file.toString()::equals).isEmpty();
    }

    /** The loop devices over such files. */
    static List<String> showing(Predicate<String> files) {
        try (Stream<Path> devices = Files.list(Path.of("/sys/block"))) {
            return devices.map(it -> DEV + it.getFileName())
                    .filter(it -> backingFile(it).filter(files).isPresent())
                    .toList();
        } catch (IOException e) {
            return List.of();
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
