package io.github.rescuekit.installed;

import io.github.rescuekit.model.Bytes;

/**
 * How full a filesystem is, as stat(2) and statvfs(3) tell.
 *
 * @param device by which the kernel tells filesystems apart
 * @param free what root may still write
 * @param usable what every program may still write
 */
public record FilesystemSpace(long device, Bytes total, Bytes free, Bytes usable) {

    /** True when what is freed in one is free in the other. */
    public boolean isSameAs(FilesystemSpace other) {
        // The subvolumes of one btrfs are different devices.
        return device == other.device
                || (total.equals(other.total) && free.equals(other.free) && usable.equals(other.usable));
    }
}
