package io.github.rescuekit.ui.console;

import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.mount.MountedSystem;
import io.github.rescuekit.ui.Toolkit;
import io.github.rescuekit.ui.command.Verbs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a glance at the machine tells, for prompt and completion; it takes as long as the devices do. */
final class Glance {

    private static final Path MOUNT_TABLE = Path.of("/proc/self/mountinfo");

    /** A system that is mounted for work. */
    record Mounted(String name, String at, boolean writable) {}

    private final Toolkit toolkit;

    Glance(Toolkit toolkit) {
        this.toolkit = toolkit;
    }

    /** Words that can stand for a parameter, by its label in the verb's help; none for a label that is not known. */
    List<String> words(String label) {
        return switch (label) {
            case "VERB" -> List.copyOf(Verbs.names());
            case "DEV" ->
                toolkit.machine().get().devices().stream()
                        .map(BlockDevice::path)
                        .toList();
            default -> List.of();
        };
    }

    List<Mounted> mounted() {
        return toolkit.mounter().mounted(toolkit.machine().get()).stream()
                .map(Glance::mounted)
                .toList();
    }

    /** The kernel's mount table: as long as it stays the same, so does {@link #mounted}. */
    String mountTable() {
        try {
            return Files.readString(MOUNT_TABLE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Mounted mounted(MountedSystem system) {
        return new Mounted(system.rootDevice().name(), system.root().toString(), system.isWritable());
    }
}
