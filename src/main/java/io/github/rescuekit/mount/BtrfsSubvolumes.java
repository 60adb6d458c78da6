package io.github.rescuekit.mount;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Finds the subvolume that holds the installed system when the top of a btrfs does not. */
final class BtrfsSubvolumes {

    // The root directory of every subvolume has this inode number.
    private static final long ROOT_INODE = 256;
    // What Ubuntu, Fedora and Debian call it; another name is taken when none of these is there.
    private static final List<String> USUAL = List.of("@", "root", "@rootfs");
    private static final List<String> SIGNS = List.of("/etc/fstab", "/etc/os-release", "/usr/lib/os-release");

    private BtrfsSubvolumes() {}

    /** Its name; empty when the top itself holds a system, or nothing does. */
    static Optional<String> ofTheSystem(Path top) {
        if (holdsSystem(top)) {
            return Optional.empty();
        }
        return subvolumes(top).stream()
                .filter(name -> holdsSystem(top.resolve(name)))
                .min(Comparator.comparing((String name) -> USUAL.contains(name) ? USUAL.indexOf(name) : USUAL.size())
                        .thenComparing(Comparator.naturalOrder()));
    }

    static boolean holdsSystem(Path root) {
        TargetPaths paths = new TargetPaths(root);
        return SIGNS.stream().anyMatch(sign -> paths.resolve(sign).isPresent());
    }

    private static List<String> subvolumes(Path top) {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(top, BtrfsSubvolumes::isSubvolume)) {
            // A comma or a quote would end the mount option.
            entries.forEach(it -> Optional.of(it.getFileName().toString())
                    .filter(name -> name.indexOf(',') < 0 && name.indexOf('"') < 0)
                    .ifPresent(names::add));
        } catch (IOException | DirectoryIteratorException e) {
            // A top directory that cannot be read shows no subvolume, and the mounted root then shows the fault itself.
            System.getLogger(BtrfsSubvolumes.class.getName()).log(System.Logger.Level.DEBUG, "not listed: " + top, e);
        }
        return names;
    }

    private static boolean isSubvolume(Path entry) throws IOException {
        return Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)
                && Files.getAttribute(entry, "unix:ino", LinkOption.NOFOLLOW_LINKS)
                        .equals(ROOT_INODE);
    }
}
