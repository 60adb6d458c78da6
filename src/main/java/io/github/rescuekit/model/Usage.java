package io.github.rescuekit.model;

import java.util.Set;

/** What a superblock is for: libblkid's USAGE. {@code RAID} is any member: md, LVM, ZFS, bcache. */
public enum Usage {
    FILESYSTEM,
    RAID,
    CRYPTO,
    OTHER;

    private static final Set<String> MEMBERS = Set.of("bcache", "drbd", "ceph_bluestore", "stratis", "dm_snapshot_cow");
    private static final Set<String> ENCRYPTED = Set.of("crypto_LUKS", "BitLocker", "cs_fvault2");
    private static final Set<String> OTHERS = Set.of("swap", "swsuspend", "jbd", "xfs_external_log", "ubi", "vdo");

    /** The usage of a type where only the type is told, as by lsblk. */
    public static Usage ofType(String type) {
        if (type.endsWith("_member") || MEMBERS.contains(type)) {
            return RAID;
        }
        if (ENCRYPTED.contains(type)) {
            return CRYPTO;
        }
        return OTHERS.contains(type) ? OTHER : FILESYSTEM;
    }
}
