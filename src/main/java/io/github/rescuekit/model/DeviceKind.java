package io.github.rescuekit.model;

/** What a block device is made of; the words are lsblk's TYPE column, {@code raid0..raid10} as one. */
public enum DeviceKind {
    DISK,
    PARTITION,
    RAID,
    LVM,
    CRYPT,
    LOOP,
    ROM,
    MULTIPATH,
    OTHER
}
