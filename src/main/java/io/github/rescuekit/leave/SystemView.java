package io.github.rescuekit.leave;

import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.installed.LayerNameFiles;
import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.mount.DeviceFinder;
import io.github.rescuekit.mount.FoundDevice;
import io.github.rescuekit.mount.FstabVerdict;
import io.github.rescuekit.repair.boot.BootView;
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
        DeviceFinder devices =
                new DeviceFinder(system.fstab(), LayerNameFiles.names(system.files()), system.machine(), root);
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

    /** The part of it that recipes see as well. */
    BootView boot() {
        return new BootView(system, root, devices, this::whyHidden);
    }

    /** Why a device that was not found may be there all the same; empty when it is certainly missing. */
    Optional<String> whyUncertain(FoundDevice found) {
        return boot().whyUncertain(found);
    }
}
