package io.github.rescuekit.mount;

import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.RescueException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;

/**
 * What programs expect below {@code /dev}, {@code /proc}, {@code /sys} and {@code /run}, mounted over a target's empty
 * directories inside a private namespace.
 */
final class ApiFilesystems {

    private static final Path EFI_VARIABLES = Path.of("/sys/firmware/efi/efivars");
    private static final Path UDEV_DATABASE = Path.of("/run/udev");

    private final Mounter mounter;
    private final Path root;
    private final TargetPaths paths;

    /** Those of the target at a directory of the rescue system. */
    ApiFilesystems(PrivateNamespace namespace, Path root) {
        this.mounter = new Mounter(namespace);
        this.root = root;
        this.paths = new TargetPaths(namespace.path(root.toString()));
    }

    void mount() {
        for (String directory : List.of("/dev", "/proc", "/sys")) {
            requireDirectory(directory);
        }
        boolean hasRun = paths.attributes("/run").isPresent();
        if (hasRun) {
            // Systems from before 2011 have none and need none.
            requireDirectory("/run");
        }
        // The device nodes of the rescue system, its terminals among them: grub-install and the shell both need them.
        mounter.bindTree(Path.of("/dev"), root.resolve("dev"));
        if (isDirectory("/dev/shm")) {
            mounter.mountVirtual("tmpfs", root.resolve("dev/shm"), List.of("mode=1777", "nosuid", "nodev"));
        }
        mounter.mountVirtual("proc", root.resolve("proc"), List.of("nosuid", "nodev", "noexec"));
        mounter.mountVirtual("sysfs", root.resolve("sys"), List.of("nosuid", "nodev", "noexec"));
        if (hasEntries(EFI_VARIABLES)) {
            mounter.mountVirtual(
                    "efivarfs", Path.of(root + EFI_VARIABLES.toString()), List.of("nosuid", "nodev", "noexec"));
        }
        if (hasRun) {
            mountRun();
        }
    }

    private void mountRun() {
        mounter.mountVirtual("tmpfs", root.resolve("run"), List.of("mode=755", "nosuid", "nodev"));
        make("/run/lock");
        if (Files.isDirectory(UDEV_DATABASE)) {
            // Without it the tools of LVM wait for a udev that never answers.
            make("/run/udev");
            mounter.bind(UDEV_DATABASE, root.resolve("run/udev"));
        }
    }

    /** S04: a link would lead the mounts out of the target, a file cannot be mounted over. */
    private void requireDirectory(String directory) {
        Optional<BasicFileAttributes> found = paths.attributes(directory);
        if (found.filter(BasicFileAttributes::isDirectory).isPresent()) {
            return;
        }
        String what = found.map(it -> it.isSymbolicLink() ? " is a link" : " is no directory")
                .orElse(" is missing");
        throw RescueException.refused(
                "api-directory",
                "a chroot cannot be prepared: " + directory + " of the system" + what,
                "look at it first (ls -ld " + root + directory + "); it must be an empty directory");
    }

    private boolean isDirectory(String path) {
        return paths.attributes(path).filter(BasicFileAttributes::isDirectory).isPresent();
    }

    private void make(String directory) {
        try {
            Files.createDirectories(paths.outside(directory));
        } catch (IOException e) {
            throw new RescueException(
                            ExitCode.TOOL_FAILED,
                            directory + " of the chroot could not be made: " + e.getMessage(),
                            "free some memory, then try again")
                    .causedBy(e);
        }
    }

    private static boolean hasEntries(Path directory) {
        try (var entries = Files.newDirectoryStream(directory)) {
            return Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
                    && entries.iterator().hasNext();
        } catch (IOException e) {
            return false;
        }
    }
}
