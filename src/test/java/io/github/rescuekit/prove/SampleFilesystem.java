package io.github.rescuekit.prove;

import java.util.List;
import java.util.Locale;

/** A filesystem with files on it, as it was before it broke. */
enum SampleFilesystem {
    EXT2("ext2", false, 48, "-b 1024"),
    EXT3("ext3", false, 80, "-b 2048"),
    EXT3_DIRTY("ext3", true, 80, "-b 2048"),
    EXT4("ext4", false, 160, "-b 4096"),
    EXT4_DIRTY("ext4", true, 160, "-b 4096"),
    XFS("xfs", false, 300, "-K"),
    XFS_DIRTY("xfs", true, 300, "-K"),
    BTRFS("btrfs", false, 128, "-m single"),
    BTRFS_DIRTY("btrfs", true, 128, "-m single"),
    BTRFS_TWICE("btrfs", false, 160, "-m dup"),
    FAT16("vfat", false, 16, "-F 16"),
    FAT32("vfat", false, 40, "-F 32 -s 1");

    private static final int KIB = 1024;
    private static final int BITS = 8;

    private final String type;
    private final boolean dirty;
    private final int mebibytes;
    private final String options;

    SampleFilesystem(String type, boolean dirty, int mebibytes, String options) {
        this.type = type;
        this.dirty = dirty;
        this.mebibytes = mebibytes;
        this.options = options;
    }

    String type() {
        return type;
    }

    /** The power was cut while it was mounted. */
    boolean isDirty() {
        return dirty;
    }

    int mebibytes() {
        return mebibytes;
    }

    List<String> options() {
        return List.of(options.split(" "));
    }

    /** Where mke2fs(8) puts the first copy of the superblock, in KiB, as the option sb of ext4(5) counts. */
    int spareSuperblock() {
        int blockKib = Integer.parseInt(options().get(1)) / KIB;
        // A group has eight times as many blocks as a block has bytes; with blocks of 1 KiB the boot block is none of
        // it.
        return blockKib * blockKib * BITS * KIB + (blockKib == 1 ? 1 : 0);
    }

    String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
