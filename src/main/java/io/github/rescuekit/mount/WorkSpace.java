package io.github.rescuekit.mount;

import io.github.rescuekit.exec.Runner;
import io.github.rescuekit.exec.Starter;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.mount.MountRecord.Made;
import io.github.rescuekit.mount.SystemMounter.Access;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Mounts a system where everybody sees it. Each mount is on record before it is made, so that it can be taken down by
 * another process whatever becomes of this one.
 */
final class WorkSpace implements MountSpace {

    private static final Duration TIME_TO_READ = Duration.ofSeconds(10);
    // No program of the target runs with the rights of its owner here, and none of its device files opens a device.
    private static final List<String> SAFE = List.of("nosuid", "nodev");

    private final Mounter mounter;
    private final Starter starter;
    private final MountRecords records;
    private final Map<String, Path> replayed = new HashMap<>();
    private final List<String> incomplete = new ArrayList<>();
    private MountRecord record;

    WorkSpace(Runner runner, Starter starter, MountRecords records, MountRecord record) {
        this.mounter = new Mounter(runner);
        this.starter = starter;
        this.records = records;
        this.record = record;
    }

    @Override
    public Path root() {
        return record.at();
    }

    MountRecord record() {
        return record;
    }

    List<String> incomplete() {
        return List.copyOf(incomplete);
    }

    @Override
    public Optional<String> mount(BlockDevice device, MountableType type, String at, List<String> options) {
        requireFree(device);
        Path mountPoint = inside(at);
        DirtyJournal journal =
                new DeviceReader(TIME_TO_READ).read(Path.of(device.path()), blocks -> DirtyJournal.of(type, blocks));
        if (record.access() == Access.WRITABLE) {
            make(
                    mountPoint,
                    device.path(),
                    () -> mounter.mount(
                            Path.of(device.path()),
                            device.path(),
                            mountPoint,
                            type,
                            safely(List.of("rw"), List.of(), options)));
            return journal == DirtyJournal.CLEAN ? Optional.empty() : Optional.of("its journal was replayed");
        }
        mountReadOnly(device, type, journal, mountPoint, options);
        return replayed.containsKey(device.path()) ? Optional.of(LookSpace.REPLAYED) : Optional.empty();
    }

    @Override
    public void bind(String from, String at) {
        make(inside(at), "", () -> mounter.bind(inside(from), inside(at)));
    }

    @Override
    public void cover(String at, List<String> directories) {
        Path mountPoint = inside(at);
        make(
                mountPoint,
                "tmpfs",
                () -> mounter.mountVirtual("tmpfs", mountPoint, List.of("mode=755", "nosuid", "nodev", "noexec")));
        directories.forEach(it -> MountDirectory.makeAll(inside(it), MountDirectory.FREE_MEMORY));
    }

    @Override
    public void unmountLast() {
        List<Made> mounts = record.mounts();
        mounter.unmount(List.of(mounts.get(mounts.size() - 1).at()));
        keep(record.withMounts(mounts.subList(0, mounts.size() - 1)));
    }

    /** Notes that all is mounted that will be. */
    void complete(List<FstabVerdict> verdicts) {
        keep(record.completed(verdicts, incomplete));
    }

    private void requireFree(BlockDevice device) {
        // Its other subvolumes are ours.
        List<String> elsewhere = MountTable.now().of(device).stream()
                .map(it -> it.mountPoint())
                .filter(it -> record.mounts().stream()
                        .noneMatch(made -> made.at().toString().equals(it)))
                .toList();
        if (!elsewhere.isEmpty()) {
            throw RescueException.refused(
                    "mounted",
                    device.path() + " is already mounted at " + String.join(" and ", elsewhere),
                    "work there, or unmount it first: umount " + elsewhere.get(0));
        }
    }

    private void mountReadOnly(
            BlockDevice device, MountableType type, DirtyJournal journal, Path mountPoint, List<String> options) {
        String missing = device.path() + " has changes in its journal that are not shown: ";
        if (journal == DirtyJournal.DIRTY) {
            try {
                mountReplayed(device, type, mountPoint, options);
                return;
            } catch (RescueException e) {
                incomplete.add(missing + e.unlessInterrupted().happened());
            }
        } else if (journal == DirtyJournal.DIRTY_ON_SEVERAL_DEVICES) {
            incomplete.add(missing + "replaying them would write to a second device");
        }
        make(mountPoint, device.path(), () -> mountWithoutReplay(device, type, mountPoint, options));
    }

    private void mountReplayed(BlockDevice device, MountableType type, Path mountPoint, List<String> options) {
        Path known = replayed.get(device.path());
        if (known != null) {
            make(
                    mountPoint,
                    known.toString(),
                    () -> mounter.mount(
                            known,
                            device.path(),
                            mountPoint,
                            type,
                            safely(List.of("loop", "ro"), type.besideItsOriginal(), options)));
            return;
        }
        Path image = workDirectory().resolve(device.name().replace('/', '-') + ThrowAwayOverlay.SUFFIX);
        make(
                image,
                ThrowAwayOverlay.KIND,
                () -> ThrowAwayOverlay.over(Path.of(device.path()), image, starter, Path::of));
        make(
                mountPoint,
                image.toString(),
                () -> OverlayRoom.mount(
                        records.workDirectory(record),
                        () -> mounter.mount(
                                image,
                                device.path(),
                                mountPoint,
                                type,
                                safely(List.of("loop", "rw"), type.besideItsOriginal(), options)),
                        () -> mounter.unmount(List.of(mountPoint))));
        mounter.remountReadOnly(mountPoint);
        replayed.put(device.path(), image);
    }

    private void mountWithoutReplay(BlockDevice device, MountableType type, Path mountPoint, List<String> options) {
        List<RescueException> failures = new ArrayList<>();
        for (List<String> withoutReplay : type.withoutReplay()) {
            try {
                mounter.mount(
                        Path.of(device.path()),
                        device.path(),
                        mountPoint,
                        type,
                        safely(List.of("ro"), withoutReplay, options));
                return;
            } catch (RescueException e) {
                failures.add(e.unlessInterrupted());
            }
        }
        throw failures.get(0);
    }

    // The changes of an overlay go to memory, whatever else /run is made of and however little room it has.
    private Path workDirectory() {
        Path directory = records.workDirectory(record);
        if (record.mounts().stream().noneMatch(it -> it.at().equals(directory))) {
            MountDirectory.makeAll(directory, "make room in /run, or point RESCUEKIT_RUN to another directory");
            make(
                    directory,
                    "tmpfs",
                    () -> mounter.mountVirtual(
                            "tmpfs",
                            directory,
                            List.of(OverlayRoom.sizeNow(), "mode=700", "nosuid", "nodev", "noexec")));
        }
        return directory;
    }

    private void make(Path at, String source, Runnable mount) {
        MountRecord before = record;
        keep(record.with(new Made(at, source)));
        try {
            mount.run();
        } catch (RescueException e) {
            keep(before);
            throw e;
        }
    }

    private void keep(MountRecord changed) {
        record = changed;
        records.write(changed);
    }

    private Path inside(String at) {
        return at.equals("/") ? record.at() : Path.of(record.at() + at);
    }

    private static List<String> safely(List<String> access, List<String> ofType, List<String> ofLine) {
        List<String> options = new ArrayList<>(access);
        options.addAll(SAFE);
        options.addAll(ofType);
        options.addAll(ofLine);
        return options;
    }
}
