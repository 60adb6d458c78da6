package io.github.rescuekit.ui.command;

import io.github.rescuekit.diagnose.FoundSystems;
import io.github.rescuekit.diagnose.InstalledSystemSearch;
import io.github.rescuekit.installed.Architectures;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.mount.MountedSystem;
import io.github.rescuekit.ui.Toolkit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The system that the operator means: named by a word, or the only one. */
final class SystemArgument {

    static final String DESCRIPTION = "Its device, UUID or hostname, the beginning of its machine-id, or where it is"
            + " mounted. Not needed when there is only one.";

    private final Toolkit toolkit;
    private final Machine machine;
    private final Optional<String> word;

    SystemArgument(Toolkit toolkit, Machine machine, Optional<String> word) {
        this.toolkit = toolkit;
        this.machine = machine;
        this.word = word;
    }

    /** Its root device, found on the disks; nothing stays mounted. */
    BlockDevice rootDevice() {
        return search().choose(machine, word);
    }

    /** The systems of which it is one, mounted for a look. */
    FoundSystems look() {
        return search().find(machine, word);
    }

    private InstalledSystemSearch search() {
        return new InstalledSystemSearch(toolkit.mounter(), Architectures.ofThisMachine());
    }

    /**
     * The one that is mounted for work; empty when it is not mounted.
     *
     * @throws RescueException when several are mounted and none is named
     */
    Optional<MountedSystem> mounted() {
        List<MountedSystem> mounted = toolkit.mounter().mounted(machine);
        if (word.isEmpty()) {
            requireAtMostOne(mounted);
            return mounted.stream().findFirst();
        }
        Optional<MountedSystem> named = mounted.stream().filter(this::isNamed).findFirst();
        if (named.isPresent() || mounted.isEmpty()) {
            return named;
        }
        BlockDevice device = rootDevice();
        return mounted.stream()
                .filter(it -> it.rootDevice().path().equals(device.path()))
                .findFirst();
    }

    private boolean isNamed(MountedSystem system) {
        BlockDevice device = system.rootDevice();
        return word.filter(it -> it.equals(device.path())
                        || device.links().contains(it)
                        || it.equals(system.root().toString()))
                .isPresent();
    }

    private static void requireAtMostOne(List<MountedSystem> mounted) {
        if (mounted.size() > 1) {
            throw new RescueException(
                    ExitCode.PERSON_NEEDED,
                    mounted.size() + " systems are mounted: "
                            + mounted.stream()
                                    .map(it -> it.rootDevice().path() + " at " + it.root())
                                    .collect(Collectors.joining("; ")),
                    "name one of them by its device or directory");
        }
    }
}
