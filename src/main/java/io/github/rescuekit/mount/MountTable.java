package io.github.rescuekit.mount;

import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.MountEntry;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.parse.Mountinfo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The mounts that this process sees, read anew each time: others mount and unmount meanwhile. */
record MountTable(List<MountEntry> entries) {

    MountTable {
        entries = List.copyOf(entries);
    }

    static MountTable now() {
        return read(Path.of("/proc/self/mountinfo"));
    }

    static MountTable read(Path mountinfo) {
        try {
            return new MountTable(Mountinfo.parse(Files.readString(mountinfo, StandardCharsets.ISO_8859_1)));
        } catch (IOException e) {
            throw new RescueException(
                            ExitCode.TOOL_FAILED,
                            "the mount table could not be read: " + e.getMessage(),
                            "mount /proc: mount -t proc proc /proc")
                    .causedBy(e);
        }
    }

    /** What is seen at a mount point: the newest, when several lie on top of each other. */
    Optional<MountEntry> top(Path mountPoint) {
        return entries.stream()
                .filter(it -> it.mountPoint().equals(mountPoint.toString()))
                .reduce((older, newer) -> newer);
    }

    List<MountEntry> atOrBelow(Path directory) {
        return entries.stream()
                .filter(it -> it.isAtOrBelow(directory.toString()))
                .toList();
    }

    /** Where the filesystem of a device is mounted. btrfs has no number that is its device's, only the name tells. */
    List<MountEntry> of(BlockDevice device) {
        return entries.stream()
                .filter(it -> it.device().equals(device.number()) || it.source().equals(device.path()))
                .toList();
    }
}
