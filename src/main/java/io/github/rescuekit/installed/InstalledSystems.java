package io.github.rescuekit.installed;

import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Fstab;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.RescueException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Recognises an installed system under a mounted root and reads what identifies it. */
public final class InstalledSystems {

    private static final Fstab NO_FSTAB = new Fstab(List.of(), List.of());

    private InstalledSystems() {}

    /** The system whose root is mounted at a directory; empty when none is installed there. */
    public static Optional<InstalledSystem> at(
            Path root, Machine machine, Optional<BlockDevice> rootDevice, List<String> incomplete) {
        return at(new ConfinedFiles(root), machine, rootDevice, incomplete);
    }

    /**
     * The system that has these files; empty when they are those of no system.
     *
     * @param incomplete why files may be missing from the view
     */
    public static Optional<InstalledSystem> at(
            SystemFiles files, Machine machine, Optional<BlockDevice> rootDevice, List<String> incomplete) {
        SystemFiles now = new RememberedFiles(files);
        return isRoot(now) ? Optional.of(read(now, machine, rootDevice, incomplete)) : Optional.empty();
    }

    // A filesystem of /etc alone, or of home directories with an etc among them, is no root.
    private static boolean isRoot(SystemFiles files) {
        return isDirectory(files, "/etc")
                && (isDirectory(files, "/usr") || isDirectory(files, "/bin"))
                && Stream.of("/etc/os-release", "/usr/lib/os-release", "/etc/fstab", "/etc/passwd")
                        .anyMatch(path -> files.findWithoutFollowing(path).isPresent());
    }

    private static boolean isDirectory(SystemFiles files, String path) {
        return files.find(path).filter(SystemFile::isDirectory).isPresent();
    }

    private static InstalledSystem read(
            SystemFiles files, Machine machine, Optional<BlockDevice> rootDevice, List<String> incomplete) {
        Reading reading = new Reading(incomplete);
        Fstab fstab = reading.of(() -> fstab(files), NO_FSTAB);
        return new InstalledSystem(
                files,
                machine,
                rootDevice,
                reading.of(() -> Distributions.find(files), Optional.<Distribution>empty())
                        .orElse(Distributions.UNKNOWN),
                reading.of(() -> Identity.machineId(files), Optional.empty()),
                reading.of(() -> Identity.hostname(files), Optional.empty()),
                reading.of(() -> Architectures.find(files), Optional.empty()),
                reading.of(() -> InitSystems.find(files), InitSystem.UNKNOWN),
                reading.of(() -> BootModes.find(machine, rootDevice, fstab, files), BootMode.UNKNOWN),
                fstab,
                reading.of(() -> Kernels.find(files), List.of()),
                reading.gaps);
    }

    private static Fstab fstab(SystemFiles files) {
        return files.text("/etc/fstab")
                .map(text -> io.github.rescuekit.parse.Fstab.parse(text.text()))
                .orElse(NO_FSTAB);
    }

    /** One unreadable file leaves a gap in the picture and does not hide the system. */
    private static final class Reading {

        private final List<String> gaps;

        Reading(List<String> gaps) {
            this.gaps = new ArrayList<>(gaps);
        }

        <T> T of(Supplier<T> reader, T otherwise) {
            try {
                return reader.get();
            } catch (RescueException e) {
                gaps.add(e.unlessInterrupted().happened());
                return otherwise;
            }
        }
    }
}
