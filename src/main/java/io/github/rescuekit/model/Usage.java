package io.github.rescuekit.model;

/** What a superblock is for: libblkid's USAGE. {@code RAID} is any member: md, LVM, ZFS, bcache. */
public enum Usage {
    FILESYSTEM,
    RAID,
    CRYPTO,
    OTHER
}
