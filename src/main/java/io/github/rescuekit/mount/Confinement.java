package io.github.rescuekit.mount;

import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.MountEntry;
import io.github.rescuekit.model.RescueException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;

/**
 * Makes a chroot one for a single repair: the kernel refuses what is written outside of the named directories, and no
 * package script starts a service of a system that does not run.
 */
final class Confinement {

    private static final List<String> TEMPORARY = List.of("/tmp", "/var/tmp");

    // policy-rc.d would have to be made in the target. What asks it is covered instead, where it is there; systemctl
    // itself starts nothing in a chroot.
    private static final List<String> STARTERS = List.of(
            "/usr/sbin/invoke-rc.d",
            "/usr/bin/deb-systemd-invoke",
            "/usr/sbin/service",
            "/usr/sbin/policy-rc.d",
            "/sbin/start-stop-daemon",
            "/usr/sbin/start-stop-daemon",
            // It mounts every filesystem of every disk, to list other systems in a menu.
            "/usr/bin/os-prober");
    private static final String NOTHING_STARTS = "/run/rescuekit-nothing-starts";
    private static final String SSHD_RUN = "/run/sshd";
    private static final String DISK_NAMES = "/dev/disk";

    private final PrivateNamespace namespace;
    private final Path root;
    private final TargetPaths paths;
    private final Mounter mounter;

    Confinement(PrivateNamespace namespace, Path root) {
        this.namespace = namespace;
        this.root = root;
        this.paths = new TargetPaths(namespace.path(root.toString()));
        this.mounter = new Mounter(namespace);
    }

    /** Before the API filesystems are mounted: what is mounted then is the system's own. */
    void lock(ConfinedProgram program) {
        List<Path> writable = program.writable().stream().map(this::inside).toList();
        for (MountEntry mount : namespace.mountTable().atOrBelow(root)) {
            boolean mayWrite = writable.stream().anyMatch(it -> mount.isAtOrBelow(it.toString()));
            if (!mount.type().startsWith("fuse")) {
                mounter.restrict(Path.of(mount.mountPoint()), List.of(mayWrite ? "rw" : "ro", "nodev"));
            }
        }
        writable.stream().filter(it -> !isMountPoint(it)).forEach(this::unlock);
        for (String directory : TEMPORARY) {
            if (isDirectory(directory)) {
                mounter.bind(inside(program.scratch()), inside(directory));
                mounter.restrict(inside(directory), List.of("rw", "nodev"));
            }
        }
    }

    // With a second mount over it a filesystem of its own would show as read-only and as writable: update-initramfs
    // believes the first.
    private boolean isMountPoint(Path directory) {
        return namespace.mountTable().top(directory).isPresent();
    }

    private void unlock(Path directory) {
        mounter.bindTree(directory, directory);
        namespace.mountTable().atOrBelow(directory).stream()
                .filter(it -> !it.type().startsWith("fuse"))
                .map(MountEntry::mountPoint)
                .distinct()
                .forEach(it -> mounter.restrict(Path.of(it), List.of("rw", "nodev")));
    }

    /** After the API filesystems are mounted. */
    void furnish(ConfinedProgram program) {
        try {
            startNothing();
            // Else 'sshd -t' of Debian complains about this and about nothing else.
            Files.createDirectories(paths.outside(SSHD_RUN));
            nameDisks(program.deviceLinks());
        } catch (IOException e) {
            throw new RescueException(
                            ExitCode.TOOL_FAILED,
                            "the chroot could not be prepared: " + e.getMessage(),
                            "free some memory, then try again; nothing was changed")
                    .causedBy(e);
        }
    }

    private void startNothing() throws IOException {
        Path nothing = paths.outside(NOTHING_STARTS);
        Files.createDirectories(nothing.getParent());
        Files.writeString(nothing, "#!/bin/sh\nexit 0\n");
        Files.setAttribute(nothing, "unix:mode", 0755);
        for (String starter : STARTERS) {
            paths.resolve(starter)
                    .filter(it -> paths.attributes(it)
                            .filter(BasicFileAttributes::isRegularFile)
                            .isPresent())
                    .ifPresent(it -> mounter.bind(inside(NOTHING_STARTS), inside(it)));
        }
    }

    // Without them grub-mkconfig takes a root filesystem by its device of today: root=/dev/loop0p3.
    private void nameDisks(Map<String, Path> links) throws IOException {
        if (links.isEmpty()) {
            return;
        }
        Files.createDirectories(paths.outside(DISK_NAMES));
        mounter.mountVirtual("tmpfs", inside(DISK_NAMES), List.of("mode=755", "nosuid", "nodev", "noexec"));
        for (Map.Entry<String, Path> link : links.entrySet()) {
            Path name = paths.outside(DISK_NAMES + "/" + link.getKey());
            Files.createDirectories(name.getParent());
            Files.createSymbolicLink(name, link.getValue());
        }
    }

    private boolean isDirectory(String path) {
        return paths.attributes(path).filter(BasicFileAttributes::isDirectory).isPresent();
    }

    private Path inside(String path) {
        return path.equals("/") ? root : Path.of(root + path);
    }
}
