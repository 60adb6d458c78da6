package io.github.rescuekit.repair;

import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.MountEntry;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.mount.BtrfsDefault;
import io.github.rescuekit.mount.Chroot;
import io.github.rescuekit.mount.MountedSystem;
import io.github.rescuekit.mount.SystemMounter;
import io.github.rescuekit.session.DiskLock;
import io.github.rescuekit.session.DiskLocks;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** Opens an installed system to look at it or to work on it, and closes what it opened. */
public final class TargetAccess {

    private static final Path OWN_MOUNT_POINT = Path.of("/run/rescuekit/target");

    private final SystemMounter mounter;
    private final DiskLocks locks;
    private final FileAttributes attributes;
    private final Chroot chroot;
    private final BtrfsDefault btrfs;
    private final Supplier<List<MountEntry>> mountTable;

    public TargetAccess(
            SystemMounter mounter,
            DiskLocks locks,
            FileAttributes attributes,
            Chroot chroot,
            BtrfsDefault btrfs,
            Supplier<List<MountEntry>> mountTable) {
        this.mounter = mounter;
        this.locks = locks;
        this.attributes = attributes;
        this.chroot = chroot;
        this.btrfs = btrfs;
        this.mountTable = mountTable;
    }

    /** Shows the system as it is mounted, or in a private namespace that writes no block. */
    public <T> T look(Machine machine, BlockDevice root, Function<RepairTarget, T> use) {
        Optional<MountedSystem> mounted = mounted(machine, root);
        if (mounted.isPresent()) {
            return use.apply(readOnly(mounted.get(), machine));
        }
        try (MountedSystem look = mounter.look(machine, root)) {
            return use.apply(readOnly(look, machine));
        }
    }

    /** The same without mounting it again for one that was looked at already. */
    public <T> T look(Machine machine, MountedSystem looked, Function<RepairTarget, T> use) {
        return use.apply(readOnly(mounted(machine, looked.rootDevice()).orElse(looked), machine));
    }

    /**
     * Locks the system's disks and gives it for writing: as it is mounted, or mounted for the time being, which replays
     * its journal.
     *
     * @param verb what for, for those who find the disks locked
     */
    public <T> T work(Machine machine, BlockDevice root, String verb, Function<RepairTarget, T> use) {
        refuseHibernated(machine, root);
        try (DiskLock lock = locks.lock(paths(machine.disksOf(root)), verb)) {
            lock.requireHeld();
            Optional<MountedSystem> mounted = mounted(machine, root);
            if (mounted.isPresent()) {
                return work(requireWritable(mounted.get()), machine, lock, verb, use);
            }
            try (MountedSystem own = mounter.mount(machine, root, OWN_MOUNT_POINT, SystemMounter.Access.WRITABLE)) {
                return work(own, machine, lock, verb, use);
            }
        }
    }

    /** True when working on the system mounts it first. */
    public boolean mustMount(Machine machine, BlockDevice root) {
        return mounted(machine, root).isEmpty();
    }

    private <T> T work(
            MountedSystem mounted, Machine machine, DiskLock lock, String verb, Function<RepairTarget, T> use) {
        Set<BlockDevice> devices = mounted.devices();
        List<String> others = paths(devices.stream().flatMap(it -> machine.disksOf(it).stream()).toList().stream()
                .filter(it -> !lock.disks().contains(it.path()))
                .toList());
        try (DiskLock otherDisks = locks.lock(others, verb);
                MountedSystem view = mounter.withoutLinks(mounted)) {
            MountWatch watch = MountWatch.of(mountTable, devices);
            Runnable guard = () -> {
                lock.requireHeld();
                otherDisks.requireHeld();
                watch.requireUnchanged();
            };
            Surroundings surroundings = new MountedSurroundings(mounted, machine, chroot, btrfs);
            return use.apply(new RepairTarget(view, machine, attributes, surroundings, guard));
        }
    }

    private RepairTarget readOnly(MountedSystem mounted, Machine machine) {
        return new RepairTarget(
                mounted, machine, attributes, new MountedSurroundings(mounted, machine, chroot, btrfs), () -> {
                    throw new IllegalStateException("a look writes nothing");
                });
    }

    private Optional<MountedSystem> mounted(Machine machine, BlockDevice root) {
        return mounter.mounted(machine).stream()
                .filter(it -> it.rootDevice().path().equals(root.path()))
                .findFirst();
    }

    private static MountedSystem requireWritable(MountedSystem mounted) {
        if (!mounted.isWritable()) {
            throw RescueException.refused(
                    "read-only",
                    mounted.rootDevice().path() + " is mounted at " + mounted.root() + " read-only",
                    "take it down ('rescuekit umount'), or mount it for writing ('rescuekit mount --write')");
        }
        return mounted;
    }

    // The suspended system believes that it still has these filesystems mounted, and would write its old view over
    // ours.
    private static void refuseHibernated(Machine machine, BlockDevice root) {
        machine.familyOf(root).stream()
                .filter(it -> it.filesystem()
                        .filter(filesystem -> filesystem.isHibernationImage())
                        .isPresent())
                .findFirst()
                .ifPresent(it -> {
                    throw RescueException.refused(
                            "hibernated",
                            "the system on " + root.path() + " is hibernated: " + it.path() + " holds its memory",
                            "boot it and shut it down, or give its memory up first (mkswap " + it.path() + ")");
                });
    }

    private static List<String> paths(List<BlockDevice> devices) {
        return devices.stream().map(BlockDevice::path).distinct().toList();
    }
}
