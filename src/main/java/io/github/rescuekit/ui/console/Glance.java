package io.github.rescuekit.ui.console;

import io.github.rescuekit.diagnose.FoundSystems;
import io.github.rescuekit.diagnose.InstalledSystemSearch;
import io.github.rescuekit.diagnose.SystemCandidate;
import io.github.rescuekit.installed.Architectures;
import io.github.rescuekit.installed.ConfinedFiles;
import io.github.rescuekit.installed.Identity;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Filesystem;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.mount.MountedSystem;
import io.github.rescuekit.repair.Remedy;
import io.github.rescuekit.ui.Toolkit;
import io.github.rescuekit.ui.command.Verbs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What a glance at the machine tells, for prompt and completion; it takes as long as the devices do. */
final class Glance {

    /** A system that is mounted for work. */
    record Mounted(String name, String at, boolean writable) {}

    private static final Path MOUNT_TABLE = Path.of("/proc/self/mountinfo");

    private final Toolkit toolkit;

    Glance(Toolkit toolkit) {
        this.toolkit = toolkit;
    }

    List<String> verbs() {
        return List.copyOf(Verbs.names());
    }

    List<String> recipes() {
        return toolkit.recipes().ids();
    }

    List<String> jobs() {
        return toolkit.jobs().all().stream().map(it -> String.valueOf(it.id())).toList();
    }

    List<String> remedies() {
        return toolkit.recipes().all().stream()
                .flatMap(recipe -> recipe.remedies().stream())
                .map(Remedy::id)
                .distinct()
                .toList();
    }

    List<String> devices() {
        return toolkit.machine().get().devices().stream().map(BlockDevice::path).toList();
    }

    /** Devices that can be the root of a system; known long before anybody has looked into them. */
    List<String> roots() {
        Machine machine = toolkit.machine().get();
        return machine.devices().stream()
                .filter(device ->
                        device.filesystem().filter(Filesystem::isMountable).isPresent())
                .filter(device -> !machine.belongsToRescue(device))
                .map(BlockDevice::path)
                .toList();
    }

    List<String> hostnames() {
        InstalledSystemSearch search = new InstalledSystemSearch(toolkit.mounter(), Architectures.ofThisMachine());
        try (FoundSystems found = search.find(toolkit.machine().get())) {
            return found.systems().stream().flatMap(Glance::hostname).distinct().toList();
        }
    }

    private static Stream<String> hostname(SystemCandidate candidate) {
        return candidate.system().hostname().stream();
    }

    List<Mounted> mounted() {
        return toolkit.mounter().mounted(toolkit.machine().get()).stream()
                .map(Glance::mounted)
                .toList();
    }

    private static Mounted mounted(MountedSystem system) {
        String name = Identity.hostname(new ConfinedFiles(system.root()))
                .orElse(system.rootDevice().name());
        return new Mounted(name, system.root().toString(), system.isWritable());
    }

    /** The kernel's mount table: as long as it stays the same, so does {@link #mounted}. */
    String mountTable() {
        try {
            return Files.readString(MOUNT_TABLE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
