package io.github.rescuekit.mount;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** What the superblock says about changes that are still only in the journal. */
enum DirtyJournal {
    /** All is in its place: a look without replay shows everything. */
    CLEAN,
    /** A look without replay misses the newest changes. */
    DIRTY,
    /** Dirty, and replaying it would write to another device as well. */
    DIRTY_ON_SEVERAL_DEVICES;

    private static final int EXT_SUPERBLOCK = 1024;
    private static final int EXT_COMPATIBLE = 0x5C;
    private static final int EXT_INCOMPATIBLE = 0x60;
    private static final int EXT_JOURNAL_INODE = 0xE0;
    private static final int EXT_HAS_JOURNAL = 0x4;
    private static final int EXT_RECOVER = 0x4;

    private static final int BTRFS_SUPERBLOCK = 0x1_0000;
    private static final int BTRFS_LOG_ROOT = 96;
    private static final int BTRFS_DEVICES = 136;

    private static final int SUPERBLOCK = 1024;

    static DirtyJournal of(MountableType type, DeviceBlocks device) {
        return switch (type) {
            case EXT3, EXT4 -> ofExt(superblock(device, EXT_SUPERBLOCK));
            case XFS -> XfsLog.isClean(device) ? CLEAN : DIRTY;
            case BTRFS -> ofBtrfs(superblock(device, BTRFS_SUPERBLOCK));
            case EXT2, VFAT, SQUASHFS, ISO9660 -> CLEAN;
        };
    }

    private static ByteBuffer superblock(DeviceBlocks device, long offset) {
        return device.read(offset, SUPERBLOCK).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static DirtyJournal ofExt(ByteBuffer superblock) {
        if ((superblock.getInt(EXT_INCOMPATIBLE) & EXT_RECOVER) == 0) {
            return CLEAN;
        }
        boolean journalElsewhere =
                (superblock.getInt(EXT_COMPATIBLE) & EXT_HAS_JOURNAL) != 0 && superblock.getInt(EXT_JOURNAL_INODE) == 0;
        return journalElsewhere ? DIRTY_ON_SEVERAL_DEVICES : DIRTY;
    }

    private static DirtyJournal ofBtrfs(ByteBuffer superblock) {
        if (superblock.getLong(BTRFS_LOG_ROOT) == 0) {
            return CLEAN;
        }
        return superblock.getLong(BTRFS_DEVICES) == 1 ? DIRTY : DIRTY_ON_SEVERAL_DEVICES;
    }
}
