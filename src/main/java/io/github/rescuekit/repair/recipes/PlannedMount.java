package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.installed.SystemFile;
import io.github.rescuekit.installed.SystemFiles;
import java.util.List;
import java.util.Set;

/**
 * A mount that the installed system will make at its next boot.
 *
 * @param origin the line, unit or script that asks for it, for people
 * @param stage what of it happens at the same time as others; a lower one is over before
 */
record PlannedMount(String origin, Stage stage, String source, String mountPoint, String type, List<String> options) {

    /** When a mount happens. */
    enum Stage {
        FSTAB,
        SERVICE,
        RC_LOCAL
    }

    private static final Set<String> READ_ONLY_TYPES = Set.of("squashfs", "iso9660", "erofs", "cramfs", "romfs");
    private static final Set<String> NO_FILESYSTEM = Set.of("swap", "nfs", "nfs4", "cifs", "tmpfs", "overlay");

    PlannedMount {
        options = List.copyOf(options);
    }

    boolean isBind() {
        return options.contains("bind") || options.contains("rbind");
    }

    /** A filesystem in a file, mounted for writing: only such a one can be waited for in a freeze. */
    boolean isWritableLoop(SystemFiles files) {
        return isLoop(files) && !isReadOnly();
    }

    // mount(8) sets a loop device up by itself when the source is a regular file.
    private boolean isLoop(SystemFiles files) {
        boolean asked = options.stream().anyMatch(it -> it.equals("loop") || it.startsWith("loop="));
        return asked || (source.startsWith("/") && !isBind() && !NO_FILESYSTEM.contains(type) && isRegular(files));
    }

    private boolean isRegular(SystemFiles files) {
        return !source.startsWith("/dev/")
                && files.find(source).filter(SystemFile::isRegular).isPresent();
    }

    private boolean isReadOnly() {
        return READ_ONLY_TYPES.contains(type) || options.lastIndexOf("ro") > options.lastIndexOf("rw");
    }

    boolean covers(String path) {
        return isAtOrBelow(path, mountPoint);
    }

    /** Whether systemd mounts another before this one: because of an option, or because this one needs it to be there. */
    boolean waitsFor(PlannedMount other) {
        boolean asked = options.stream()
                .filter(it -> it.startsWith("x-systemd.after=")
                        || it.startsWith("x-systemd.requires=")
                        || it.startsWith("x-systemd.requires-mounts-for="))
                .map(it -> it.substring(it.indexOf('=') + 1))
                .anyMatch(path -> isAtOrBelow(path, other.mountPoint));
        return asked
                || isAtOrBelow(mountPoint, other.mountPoint)
                || isAtOrBelow(source, other.mountPoint)
                || other.options.contains("x-systemd.before=" + mountPoint);
    }

    static boolean isAtOrBelow(String path, String directory) {
        return path.equals(directory) || path.startsWith(directory.equals("/") ? "/" : directory + "/");
    }

    @Override
    public String toString() {
        return origin + ": " + source + " on " + mountPoint;
    }
}
