package io.github.rescuekit.leave;

import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Filesystem;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.Usage;
import io.github.rescuekit.mount.DeviceFinder;
import io.github.rescuekit.mount.FoundDevice;
import io.github.rescuekit.mount.FstabVerdict;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * An installed system as the checks before leaving see it.
 *
 * @param root the device of its root filesystem
 * @param lines what became of each line of its fstab when it was mounted for this view
 * @param devices finds what a name means today
 * @param outside what there is beside its files
 */
record SystemView(
        InstalledSystem system, BlockDevice root, List<FstabVerdict> lines, DeviceFinder devices, Outside outside) {

    static SystemView of(InstalledSystem system, BlockDevice root, List<FstabVerdict> lines, Outside outside) {
        DeviceFinder devices = new DeviceFinder(system.fstab(), system.machine(), root);
        return new SystemView(system, root, List.copyOf(lines), devices, outside);
    }

    SystemFiles files() {
        return system.files();
    }

    /** Why files at a path may be missing from the view: the filesystem that holds them is not mounted. */
    Optional<String> whyHidden(String path) {
        return lines.stream()
                .filter(it -> holds(it.mountPoint(), path))
                .max(Comparator.comparingInt(it -> it.mountPoint().length()))
                .filter(it -> it.action() != FstabVerdict.Action.MOUNTED)
                .map(it -> it.mountPoint() + " is not mounted here: " + it.reason());
    }

    private static boolean holds(String mountPoint, String path) {
        return mountPoint.equals("/") || path.equals(mountPoint) || path.startsWith(mountPoint + "/");
    }

    /** Why a device that was not found may be there all the same; empty when it is certainly missing. */
    Optional<String> whyUncertain(FoundDevice found) {
        return found.unclear() ? Optional.of(found.how()) : unopened().map(it -> found.how() + "; " + it);
    }

    // What is encrypted, or part of an array or a volume group that nobody assembled, may hold any identifier.
    private Optional<String> unopened() {
        Machine machine = system.machine();
        return machine.devices().stream()
                .filter(it -> it.filesystem().filter(SystemView::isContainer).isPresent())
                .filter(it -> machine.childrenOf(it).isEmpty() && !machine.belongsToRescue(it))
                .findFirst()
                .map(it -> it.path() + " holds "
                        + it.filesystem().map(Filesystem::type).orElse("a part")
                        + ", which is not opened here, and it may be in there");
    }

    private static boolean isContainer(Filesystem filesystem) {
        return filesystem.isMember() || filesystem.usage() == Usage.CRYPTO;
    }
}
