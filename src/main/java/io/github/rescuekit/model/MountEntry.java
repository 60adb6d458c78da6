package io.github.rescuekit.model;

import java.util.List;

/**
 * One line of {@code /proc/self/mountinfo}, see proc(5).
 *
 * @param root the directory of the filesystem that is mounted; not {@code /} for a bind mount
 * @param source the device or another word of the filesystem's choice
 */
public record MountEntry(
        int id,
        int parentId,
        DeviceNumber device,
        String root,
        String mountPoint,
        List<String> options,
        String type,
        String source,
        List<String> superOptions) {

    public MountEntry {
        options = List.copyOf(options);
        superOptions = List.copyOf(superOptions);
    }

    public boolean isWritable() {
        return options.contains("rw") && superOptions.contains("rw");
    }

    public boolean isAtOrBelow(String directory) {
        return mountPoint.equals(directory)
                || mountPoint.startsWith(directory.endsWith("/") ? directory : directory + "/");
    }
}
