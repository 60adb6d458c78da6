package io.github.rescuekit.mount;

import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Filesystem;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.RescueException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What stands against mounting a system for work. */
final class WorkGuards {

    private static final Duration TIME_TO_READ = Duration.ofSeconds(10);

    private final Machine machine;
    private final BlockDevice root;

    WorkGuards(Machine machine, BlockDevice root) {
        this.machine = machine;
        this.root = root;
    }

    void requireNotInUse() {
        if (machine.belongsToRescue(root)) {
            throw RescueException.refused(
                    "rescue-disk",
                    root.path() + " is on the disk that this rescue system runs from",
                    "choose the disk of the server: see 'rescuekit disks'");
        }
        machine.childrenOf(root).stream().findFirst().ifPresent(child -> {
            throw RescueException.refused(
                    "member",
                    root.path() + " is a part of " + child.path() + ", which is in use",
                    "mount " + child.path() + " instead");
        });
    }

    /** Against writing, as far as the machine tells. */
    void requireWritable() {
        if (root.readOnly()) {
            throw RescueException.refused(
                    "read-only-device",
                    root.path() + " is a read-only device",
                    "find out why first: a disk that made itself read-only is failing; what 'rescuekit open' opened needs"
                            + " 'rescuekit close' and 'rescuekit open --write'; else 'blockdev --setrw " + root.path()
                            + "'. It can be looked at as it is");
        }
        machine.familyOf(root).stream()
                .filter(WorkGuards::isSuspended)
                .findFirst()
                .ifPresent(it -> {
                    throw hibernated(it.path());
                });
    }

    /** Against writing, by the swap that the system's fstab names: it may be on another disk, or a file. */
    void requireNotHibernated(MountedSystem looked) {
        TargetPaths paths = new TargetPaths(looked.root());
        for (FstabVerdict verdict : looked.verdicts()) {
            if (verdict.device().filter(WorkGuards::isSuspended).isPresent()) {
                throw hibernated(verdict.source());
            }
            if (isSuspendedFile(verdict, paths)) {
                throw hibernated("the swap file " + verdict.source());
            }
        }
    }

    /** The whole disks that a system is on. */
    List<String> disks(MountedSystem looked) {
        return looked.verdicts().stream()
                .filter(it -> it.action() == FstabVerdict.Action.MOUNTED)
                .flatMap(it -> it.device().stream())
                .flatMap(it -> machine.disksOf(it).stream())
                .map(BlockDevice::path)
                .distinct()
                .toList();
    }

    private static boolean isSuspended(BlockDevice device) {
        return device.filesystem().filter(Filesystem::isHibernationImage).isPresent();
    }

    private static boolean isSuspendedFile(FstabVerdict verdict, TargetPaths paths) {
        if (!verdict.source().startsWith("/") || verdict.source().startsWith("/dev/")) {
            return false;
        }
        Optional<Path> file = paths.resolve(verdict.source())
                .filter(it -> paths.attributes(it)
                        .filter(found -> found.isRegularFile())
                        .isPresent())
                .map(paths::outside);
        return file.map(it -> new DeviceReader(TIME_TO_READ).read(it, HibernationImage::isIn))
                .orElse(false);
    }

    private static RescueException hibernated(String where) {
        return RescueException.refused(
                "hibernated",
                "the system is suspended to disk (" + where
                        + "): it still believes that its filesystems are mounted, and a"
                        + " change now would destroy them when it resumes",
                "start it and shut it down, or discard the suspended session by hand with mkswap, then try again");
    }
}
