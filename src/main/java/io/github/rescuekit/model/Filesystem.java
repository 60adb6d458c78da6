package io.github.rescuekit.model;

import java.util.Optional;

/**
 * What the superblock of a device says: a filesystem, or a member, an encrypted volume, swap.
 *
 * @param type libblkid's TYPE, such as {@code ext4}, {@code linux_raid_member}, {@code swap}
 */
public record Filesystem(
        String type, Usage usage, Optional<String> uuid, Optional<String> label, Optional<String> version) {

    public boolean isMountable() {
        return usage == Usage.FILESYSTEM;
    }

    public boolean isMember() {
        return usage == Usage.RAID;
    }

    public boolean isSwap() {
        return type.equals("swap") || isHibernationImage();
    }

    /** A suspended system still believes that its filesystems are mounted. */
    public boolean isHibernationImage() {
        return type.equals("swsuspend");
    }
}
