package io.github.rescuekit.mount;

import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.Runner;
import io.github.rescuekit.exec.Starter;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.RescueException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A private namespace in which filesystems are looked at. No mount in it can write to a disk. */
final class LookSpace implements AutoCloseable {

    /** Where the space is inside its namespace; the backing file of its loop devices begins with it. */
    static final String DIRECTORY = "/tmp/rescuekit-look";

    private static final Path SCRATCH = Path.of("/tmp");

    private static final String TARGET = DIRECTORY + "/target";
    private static final Duration TIME_TO_READ = Duration.ofSeconds(10);

    private final PrivateNamespace namespace;
    private final Mounter mounter;
    private final boolean canRefuseLinks;
    private final List<Path> mounted = new ArrayList<>();
    private final List<String> incomplete = new ArrayList<>();
    private int nodes;

    private LookSpace(PrivateNamespace namespace, Mounter mounter, boolean canRefuseLinks) {
        this.namespace = namespace;
        this.mounter = mounter;
        this.canRefuseLinks = canRefuseLinks;
    }

    static LookSpace open(Runner runner, Starter starter) {
        PrivateNamespace namespace = PrivateNamespace.open(runner, starter);
        try {
            Mounter mounter = new Mounter(namespace);
            boolean canRefuseLinks = mountScratch(mounter, namespace);
            Files.createDirectories(namespace.path(TARGET));
            return new LookSpace(namespace, mounter, canRefuseLinks);
        } catch (IOException e) {
            throw closing(namespace, notPrepared(e));
        } catch (RescueException e) {
            throw closing(namespace, e);
        }
    }

    /** The target's root directory as this process sees it. */
    Path root() {
        return namespace.path(TARGET);
    }

    /** What the view misses, in sentences. */
    List<String> incomplete() {
        return List.copyOf(incomplete);
    }

    /**
     * Mounts a filesystem so that it can be read and nothing else.
     *
     * @param at absolute inside the target, free of links
     * @param options such as {@code subvol=@}
     */
    void mount(BlockDevice device, MountableType type, String at, List<String> options) {
        Path node = node(device);
        DirtyJournal journal =
                new DeviceReader(TIME_TO_READ).read(Path.of(device.path()), blocks -> DirtyJournal.of(type, blocks));
        Path mountPoint = Path.of(at.equals("/") ? TARGET : TARGET + at);
        switch (journal) {
            case CLEAN -> mountWithoutReplay(node, mountPoint, type, options);
            case DIRTY -> mountReplayed(device, node, mountPoint, type, options);
            case DIRTY_ON_SEVERAL_DEVICES -> {
                mountWithoutReplay(node, mountPoint, type, options);
                incomplete.add(device.path() + " has changes in a journal that is shared with other devices; they are"
                        + " not shown, because replaying it would write to those");
            }
        }
        mounted.add(mountPoint);
    }

    private void mountReplayed(
            BlockDevice device, Path node, Path mountPoint, MountableType type, List<String> options) {
        try {
            ThrowAwayOverlay overlay = ThrowAwayOverlay.over(node, namespace, namespace::path);
            mounter.mount(
                    overlay.image(),
                    mountPoint,
                    type,
                    safely(List.of("loop", "rw"), type.besideItsOriginal(), options));
            mounter.remountReadOnly(mountPoint);
        } catch (RescueException e) {
            mountWithoutReplay(node, mountPoint, type, options);
            incomplete.add(device.path() + " has changes in its journal that are not shown: " + e.happened());
        }
    }

    // A loop device that is opened read-only cannot write to the disk whatever the kernel's filesystem does, and it
    // vanishes with its mount. Where it fails, as with a btrfs that knows its device by another path, the options
    // remain.
    private void mountWithoutReplay(Path node, Path mountPoint, MountableType type, List<String> options) {
        List<RescueException> failures = new ArrayList<>();
        for (String loop : List.of("loop", "ro")) {
            for (List<String> withoutReplay : type.withoutReplay()) {
                try {
                    mounter.mount(node, mountPoint, type, safely(List.of("ro", loop), withoutReplay, options));
                    return;
                } catch (RescueException e) {
                    failures.add(e);
                }
            }
        }
        throw failures.get(0);
    }

    private List<String> safely(List<String> first, List<String> second, List<String> third) {
        List<String> options = new ArrayList<>(first);
        options.addAll(List.of("nosuid", "nodev", "noexec"));
        if (canRefuseLinks) {
            options.add("nosymfollow");
        }
        options.addAll(second);
        options.addAll(third);
        return options;
    }

    // A node of our own: mount(8) would share a loop device that another look has on the device's usual node, and with
    // it an old picture of a filesystem that was repaired since.
    private Path node(BlockDevice device) {
        Path node = Path.of(DIRECTORY, nodes++ + "-" + device.name().replace('/', '-'));
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
            mounter.unmount(reverse);
        }
    }

    // nosymfollow needs Linux 5.10, which ignores what it does not know, and util-linux 2.37, which refuses it.
    private static boolean mountScratch(Mounter mounter, PrivateNamespace namespace) throws IOException {
        List<String> options = List.of("size=50%", "mode=700", "nosuid", "noexec");
        List<String> refusingLinks = new ArrayList<>(options);
        refusingLinks.add("nosymfollow");
        try {
            mounter.mountVirtual("tmpfs", SCRATCH, refusingLinks);
        } catch (RescueException e) {
            mounter.mountVirtual("tmpfs", SCRATCH, options);
            return false;
        }
        return namespace.mountinfo().contains("nosymfollow");
    }

    private static RescueException notPrepared(IOException e) {
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
