package io.github.rescuekit.mount;

import io.github.rescuekit.exec.Runner;
import io.github.rescuekit.exec.Starter;
import io.github.rescuekit.exec.Tools;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.DeviceKind;
import io.github.rescuekit.model.DeviceNumber;
import io.github.rescuekit.model.Filesystem;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.mount.FstabVerdict.Action;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Mounts an installed system by its own fstab. */
public final class FstabMounter implements SystemMounter {

    private static final List<String> PROGRAMS = Stream.of(
                    List.of("unshare", "nsenter", "cat", "mknod"), Mounter.PROGRAMS)
            .flatMap(List::stream)
            .toList();

    private final Tools tools;
    private final Runner runner;
    private final Starter starter;
    private final MountRecords records;
    private final DiskGuard guard;
    private final Takedown takedown;

    public FstabMounter(Tools tools, Runner runner, Starter starter, MountRecords records, DiskGuard guard) {
        this.tools = tools;
        this.runner = runner;
        this.starter = starter;
        this.records = records;
        this.guard = guard;
        this.takedown = new Takedown(runner, records, guard);
    }

    @Override
    public void requirePrograms() {
        tools.requireAll(PROGRAMS);
    }

    @Override
    public MountedSystem lookAtRoot(Machine machine, BlockDevice root) {
        return look(machine, root, false);
    }

    @Override
    public MountedSystem look(Machine machine, BlockDevice root) {
        return look(machine, root, true);
    }

    private MountedSystem look(Machine machine, BlockDevice root, boolean whole) {
        MountableType type = typeOf(root);
        LookSpace space = LookSpace.open(runner, starter);
        try {
            List<String> remarks = mountRoot(space, root, type);
            return new LookedAtSystem(
                    space,
                    root,
                    whole ? mountRest(space, machine, root, remarks) : List.of(rootVerdict(root, remarks)));
        } catch (RescueException e) {
            space.close();
            throw e;
        }
    }

    @Override
    public MountedSystem mount(Machine machine, BlockDevice root, Path at, Access access) {
        WorkGuards guards = new WorkGuards(machine, root);
        MountableType type = typeOf(root);
        guards.requireNotInUse();
        if (access == Access.READ_ONLY) {
            return mount(machine, root, type, at, access, List.of());
        }
        guards.requireWritable();
        List<String> disks;
        try (MountedSystem looked = look(machine, root)) {
            guards.requireNotHibernated(looked);
            disks = guards.disks(looked);
        }
        try (DiskGuard.Hold hold = guard.lock(disks, "mount --write")) {
            hold.requireHeld();
            return mount(machine, root, type, at, access, disks);
        }
    }

    private MountedSystem mount(
            Machine machine, BlockDevice root, MountableType type, Path at, Access access, List<String> disks) {
        MountDirectory directory = MountDirectory.prepare(at, records);
        MountRecord record = MountRecord.begin(directory.path(), directory.isOurs(), root.path(), disks, access);
        records.begin(record);
        WorkSpace space = new WorkSpace(runner, starter, records, record);
        try {
            List<String> remarks = mountRoot(space, root, type);
            space.complete(mountRest(space, machine, root, remarks));
        } catch (RescueException e) {
            throw takingDown(space.record(), e);
        }
        return mounted(space.record(), machine);
    }

    private RescueException takingDown(MountRecord record, RescueException failure) {
        try {
            takedown.takeDownLocked(record);
        } catch (RescueException e) {
            failure.addSuppressed(e);
        }
        return failure;
    }

    @Override
    public MountedSystem withoutLinks(MountedSystem mounted) {
        return LinkFreeView.of(mounted, runner, starter);
    }

    @Override
    public List<MountedSystem> mounted(Machine machine) {
        return records.all().stream()
                .filter(this::isStillMounted)
                .map(record -> mounted(record, machine))
                .toList();
    }

    // Somebody may have unmounted it by hand.
    private boolean isStillMounted(MountRecord record) {
        return !Takedown.present(record).isEmpty();
    }

    private MountedSystem mounted(MountRecord record, Machine machine) {
        return new MountedForWork(
                record,
                device(record.rootDevice(), machine),
                record.verdicts().stream().map(it -> verdict(it, machine)).toList(),
                () -> takedown.takeDown(record));
    }

    private static FstabVerdict verdict(MountRecord.Recorded it, Machine machine) {
        return new FstabVerdict(
                it.line(),
                it.source(),
                it.mountPoint(),
                it.action(),
                Optional.of(it.device()).filter(path -> !path.isEmpty()).map(path -> device(path, machine)),
                it.reason());
    }

    // A disk that was pulled out is still mounted.
    private static BlockDevice device(String path, Machine machine) {
        return machine.device(path)
                .orElseGet(() -> new BlockDevice(
                        path,
                        new DeviceNumber(0, 0),
                        DeviceKind.OTHER,
                        Bytes.ZERO,
                        true,
                        List.of(),
                        List.of(),
                        BlockDevice.Hardware.UNKNOWN,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
    }

    private static List<String> mountRoot(MountSpace space, BlockDevice root, MountableType type) {
        List<String> remarks = new ArrayList<>();
        space.mount(root, type, "/", List.of()).ifPresent(remarks::add);
        if (type == MountableType.BTRFS && !BtrfsSubvolumes.holdsSystem(space.root())) {
            // The default subvolume may have been changed, to one that holds none.
            space.unmountLast();
            space.mount(root, type, "/", List.of("subvolid=5"));
            BtrfsSubvolumes.ofTheSystem(space.root()).ifPresent(name -> {
                space.unmountLast();
                space.mount(root, type, "/", List.of("subvol=" + name));
                remarks.add("it is in the subvolume " + name);
            });
        }
        return remarks;
    }

    private static List<FstabVerdict> mountRest(
            MountSpace space, Machine machine, BlockDevice root, List<String> remarks) {
        TargetPaths paths = new TargetPaths(space.root());
        MountPlanner planner = new MountPlanner(
                FstabFile.read(paths), FstabFile.layerNames(paths), machine, root, FstabMounter::lastMounted);
        return new FstabRun(space).mountBelowRoot(planner.plan(), remarks);
    }

    // A device that cannot be read tells nothing of itself.
    private static Optional<String> lastMounted(BlockDevice device) {
        try {
            return LastMounted.of(device);
        } catch (RescueException e) {
            e.unlessInterrupted();
            return Optional.empty();
        }
    }

    private static FstabVerdict rootVerdict(BlockDevice root, List<String> remarks) {
        String reason =
                Stream.concat(Stream.of("chosen as the root"), remarks.stream()).collect(Collectors.joining("; "));
        return new FstabVerdict(0, root.path(), "/", Action.MOUNTED, Optional.of(root), reason);
    }

    private static MountableType typeOf(BlockDevice root) {
        Filesystem filesystem = root.filesystem()
                .orElseThrow(() -> RescueException.refused(
                        "no-filesystem", root.path() + " holds no known filesystem", "see 'rescuekit disks'"));
        return MountableType.of(filesystem.type())
                .orElseThrow(() -> RescueException.refused(
                        filesystem.isMember() ? "member" : "filesystem-type",
                        root.path() + " holds " + filesystem.type() + ", which is never mounted",
                        "only " + MountableType.words() + " can hold an installed system; see 'rescuekit disks'"));
    }
}
