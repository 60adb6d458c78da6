package io.github.rescuekit.mount;

import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.Runner;
import io.github.rescuekit.exec.Starter;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.DeviceNumber;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.MountEntry;
import io.github.rescuekit.model.RescueException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A private namespace in which filesystems are looked at. No mount in it can write to a disk. */
final class LookSpace implements MountSpace, AutoCloseable {

    private static final String DIRECTORY = BlockDevice.LOOK_DIRECTORY;
    /** What is said of a filesystem whose journal had something in it. */
    static final String REPLAYED = "dirty journal, replayed in memory only";

    private static final Duration TIME_TO_READ = Duration.ofSeconds(10);

    private final PrivateNamespace namespace;
    private final Mounter mounter;
    private final Scratch scratch;
    private final List<MountEntry> mountedBefore;
    private final Map<DeviceNumber, Source> sources = new HashMap<>();
    private final List<Path> mounted = new ArrayList<>();
    private final List<String> incomplete = new ArrayList<>();

    /** What is mounted in place of a device: a read-only node of it, or its replayed picture. */
    private record Source(Path file, boolean replayed) {}

    private LookSpace(PrivateNamespace namespace, Mounter mounter, Scratch scratch, List<MountEntry> mountedBefore) {
        this.namespace = namespace;
        this.mounter = mounter;
        this.scratch = scratch;
        this.mountedBefore = mountedBefore;
    }

    static LookSpace open(Runner runner, Starter starter) {
        PrivateNamespace namespace = PrivateNamespace.open(runner, starter);
        try {
            Mounter mounter = new Mounter(namespace);
            List<MountEntry> before = namespace.mountTable().entries();
            Scratch scratch = Scratch.mount(namespace, mounter, before, DIRECTORY);
            Files.createDirectories(namespace.path(scratch.target().toString()));
            return new LookSpace(namespace, mounter, scratch, before);
        } catch (IOException e) {
            throw closing(namespace, notPrepared(e));
        } catch (RescueException e) {
            throw closing(namespace, e);
        }
    }

    /** True for the file behind a loop device that some look uses; such a device shows another one's content again. */
    static boolean isBackingFile(String path) {
        return path.contains("/" + DIRECTORY + "/");
    }

    @Override
    public Path root() {
        return namespace.path(scratch.target().toString());
    }

    /** What the view misses, in sentences. */
    List<String> incomplete() {
        return List.copyOf(incomplete);
    }

    @Override
    public Optional<String> mount(BlockDevice device, MountableType type, String at, List<String> options) {
        Path mountPoint = inside(at);
        Optional<MountEntry> live = live(device, type, options);
        if (live.isPresent()) {
            mountLive(device, type, live.get(), mountPoint, options);
            mounted.add(mountPoint);
            return Optional.of("seen as it is mounted at " + live.get().mountPoint());
        }
        mountDevice(device, type, mountPoint, options);
        mounted.add(mountPoint);
        Source source = sources.get(device.number());
        return source != null && source.replayed() ? Optional.of(REPLAYED) : Optional.empty();
    }

    @Override
    public void bind(String from, String at) {
        Path mountPoint = inside(at);
        mounter.bind(inside(from), mountPoint);
        mounted.add(mountPoint);
    }

    @Override
    public void cover(String at, List<String> directories) {
        Path mountPoint = inside(at);
        mounter.mountVirtual("tmpfs", mountPoint, List.of("mode=755", "nosuid", "nodev", "noexec"));
        mounted.add(mountPoint);
        directories.forEach(
                it -> MountDirectory.makeAll(namespace.path(inside(it).toString()), MountDirectory.FREE_MEMORY));
    }

    @Override
    public void unmountLast() {
        mounter.unmount(List.of(mounted.remove(mounted.size() - 1)));
    }

    private Path inside(String at) {
        return at.equals("/") ? scratch.target() : Path.of(scratch.target() + at);
    }

    // What is mounted outside may have changes that are on no disk yet: a second look at the disk would be an old
    // picture.
    private Optional<MountEntry> live(BlockDevice device, MountableType type, List<String> options) {
        List<MountEntry> mounts = mountedBefore.stream()
                .filter(it -> it.device().equals(device.number()) || it.source().equals(device.path()))
                .filter(it -> it.type().equals(type.word()))
                .toList();
        return mounts.stream()
                .filter(it -> isWanted(it.root(), type, options))
                .findFirst()
                .or(() -> mounts.stream().findFirst());
    }

    private static boolean isWanted(String root, MountableType type, List<String> options) {
        return options.stream()
                .filter(it -> type == MountableType.BTRFS && it.startsWith("subvol="))
                .map(it -> it.substring("subvol=".length()))
                .map(it -> it.startsWith("/") ? it : "/" + it)
                .findFirst()
                .orElse("/")
                .equals(root);
    }

    private void mountLive(
            BlockDevice device, MountableType type, MountEntry live, Path mountPoint, List<String> options) {
        if (isWanted(live.root(), type, options)) {
            mounter.bind(Path.of(live.mountPoint()), mountPoint);
            mounter.restrict(mountPoint, safely(List.of("ro"), List.of(), List.of()));
        } else {
            mounter.mount(
                    Path.of(device.path()), device.path(), mountPoint, type, safely(List.of("ro"), List.of(), options));
        }
    }

    private void mountDevice(BlockDevice device, MountableType type, Path mountPoint, List<String> options) {
        Source source = sources.get(device.number());
        if (source == null) {
            Path node = node(device);
            sources.put(device.number(), mountFirst(device, node, type, mountPoint, options));
        } else if (source.replayed()) {
            mountReplayed("ro", device, source.file(), mountPoint, type, options);
        } else {
            mountWithoutReplay(device, source.file(), mountPoint, type, options);
        }
    }

    private Source mountFirst(
            BlockDevice device, Path node, MountableType type, Path mountPoint, List<String> options) {
        DirtyJournal journal =
                new DeviceReader(TIME_TO_READ).read(Path.of(device.path()), blocks -> DirtyJournal.of(type, blocks));
        String missing = device.path() + " has changes in its journal that are not shown: ";
        if (journal == DirtyJournal.DIRTY) {
            try {
                Path image = ThrowAwayOverlay.over(
                                node,
                                node.resolveSibling(node.getFileName() + ThrowAwayOverlay.SUFFIX),
                                namespace,
                                namespace::path)
                        .image();
                mountReplayed("rw", device, image, mountPoint, type, options);
                mounter.remountReadOnly(mountPoint);
                return new Source(image, true);
            } catch (RescueException e) {
                incomplete.add(missing + e.unlessInterrupted().happened());
            }
        } else if (journal == DirtyJournal.DIRTY_ON_SEVERAL_DEVICES) {
            incomplete.add(missing + "replaying them would write to a second device");
        }
        mountWithoutReplay(device, node, mountPoint, type, options);
        return new Source(node, false);
    }

    private void mountReplayed(
            String access, BlockDevice device, Path image, Path mountPoint, MountableType type, List<String> options) {
        List<String> all = safely(List.of("loop", access), type.besideItsOriginal(), options);
        OverlayRoom.mount(
                namespace.path(scratch.directory().toString()),
                () -> mounter.mount(image, device.path(), mountPoint, type, all),
                () -> mounter.unmount(List.of(mountPoint)));
    }

    // A loop device that is opened read-only cannot write to the disk whatever the kernel's filesystem does, and it
    // vanishes with its mount. The kernel may know a btrfs by another path of its device, and then refuses it; that one
    // type is mounted from the device itself. ext4 must not be: it notes damage in the superblock, read-only or not.
    private void mountWithoutReplay(
            BlockDevice device, Path node, Path mountPoint, MountableType type, List<String> options) {
        try {
            mountAsItIs(device, node, mountPoint, type, options);
        } catch (RescueException e) {
            mountWithoutAllDevices(device, node, mountPoint, type, options, e.unlessInterrupted());
        }
    }

    // Without udev nobody has told the kernel which devices belong together. Only when it knows all that are here, a
    // device is missing.
    private void mountWithoutAllDevices(
            BlockDevice device,
            Path node,
            Path mountPoint,
            MountableType type,
            List<String> options,
            RescueException failure) {
        String degraded = type.withoutAllDevices().orElseThrow(() -> failure);
        try {
            namespace.run(Command.of("btrfs", "device", "scan"));
            mountAsItIs(device, node, mountPoint, type, options);
            return;
        } catch (RescueException e) {
            failure.addSuppressed(e.unlessInterrupted());
        }
        List<String> more = new ArrayList<>(options);
        more.add(degraded);
        try {
            mountAsItIs(device, node, mountPoint, type, more);
        } catch (RescueException e) {
            failure.addSuppressed(e.unlessInterrupted());
            throw failure;
        }
        incomplete.add(device.path() + " is part of a btrfs of which a device is missing: it is seen degraded; "
                + "'btrfs filesystem show " + device.path() + "' tells which");
    }

    private void mountAsItIs(BlockDevice device, Path node, Path mountPoint, MountableType type, List<String> options) {
        List<RescueException> failures = new ArrayList<>();
        for (List<String> access : type.accesses()) {
            for (List<String> withoutReplay : type.withoutReplay()) {
                try {
                    mounter.mount(node, device.path(), mountPoint, type, safely(access, withoutReplay, options));
                    return;
                } catch (RescueException e) {
                    failures.add(e.unlessInterrupted());
                }
            }
        }
        throw failures.get(0);
    }

    private List<String> safely(List<String> access, List<String> ofType, List<String> ofLine) {
        List<String> options = new ArrayList<>(access);
        options.addAll(List.of("nosuid", "nodev", "noexec"));
        if (scratch.canRefuseLinks()) {
            options.add("nosymfollow");
        }
        options.addAll(ofType);
        options.addAll(ofLine);
        return options;
    }

    // A node of our own: mount(8) would share a loop device that another look has on the device's usual node, and with
    // it an old picture of a filesystem that was repaired since.
    private Path node(BlockDevice device) {
        Path node =
                scratch.directory().resolve(sources.size() + "-" + device.name().replace('/', '-'));
        namespace.run(Command.of(
                "mknod",
                "--mode=600",
                "--",
                node.toString(),
                "b",
                Integer.toString(device.number().major()),
                Integer.toString(device.number().minor())));
        return node;
    }

    @Override
    public void close() {
        List<Path> reverse = new ArrayList<>();
        mounted.forEach(it -> reverse.add(0, it));
        try (namespace) {
            // When the namespace was killed, the kernel has unmounted everything.
            if (namespace.isAlive()) {
                mounter.unmount(reverse);
            }
        }
    }

    static RescueException notPrepared(IOException e) {
        return new RescueException(
                        ExitCode.TOOL_FAILED,
                        "the private mount namespace could not be prepared: " + e.getMessage(),
                        "check that /proc is mounted and that this is root")
                .causedBy(e);
    }

    private static RescueException closing(PrivateNamespace namespace, RescueException failure) {
        namespace.close();
        return failure;
    }
}
