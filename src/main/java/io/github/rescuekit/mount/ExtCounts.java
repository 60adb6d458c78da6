package io.github.rescuekit.mount;

import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.Filesystem;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.Set;

/**
 * What the superblock of an ext filesystem counts and statvfs(3) does not tell in Java.
 *
 * @param reserved kept for root
 * @param inodes how many files it can hold
 * @param freeInodes as of its last unmount or sync
 */
public record ExtCounts(Bytes total, Bytes reserved, long inodes, long freeInodes) {

    private static final Set<String> EXT = Set.of("ext2", "ext3", "ext4");
    private static final int SUPERBLOCK = 1024;
    private static final int LENGTH = 1024;
    // Offsets of ext4(5), struct ext4_super_block.
    private static final int INODES_AT = 0x0;
    private static final int BLOCKS_AT = 0x4;
    private static final int RESERVED_AT = 0x8;
    private static final int FREE_INODES_AT = 0x10;
    private static final int BLOCK_SIZE_AT = 0x18;
    private static final int MAGIC_AT = 0x38;
    private static final int FEATURES_AT = 0x60;
    private static final int BLOCKS_HIGH_AT = 0x150;
    private static final int RESERVED_HIGH_AT = 0x154;
    private static final short MAGIC = (short) 0xef53;
    private static final int IS_64_BIT = 0x80;
    private static final int LARGEST_SHIFT = 6;

    /**
     * The counts; empty for another filesystem.
     *
     * @throws io.github.rescuekit.model.RescueException when the device cannot be read
     */
    public static Optional<ExtCounts> of(BlockDevice device) {
        boolean isExt =
                device.filesystem().map(Filesystem::type).filter(EXT::contains).isPresent();
        return isExt ? in(BlockReader.read(device, SUPERBLOCK, LENGTH)) : Optional.empty();
    }

    static Optional<ExtCounts> in(byte[] superblock) {
        ByteBuffer fields = ByteBuffer.wrap(superblock).order(ByteOrder.LITTLE_ENDIAN);
        int shift = fields.getInt(BLOCK_SIZE_AT);
        if (fields.getShort(MAGIC_AT) != MAGIC || shift < 0 || shift > LARGEST_SHIFT) {
            return Optional.empty();
        }
        boolean isWide = (fields.getInt(FEATURES_AT) & IS_64_BIT) != 0;
        long blocks = number(fields, BLOCKS_AT) | (isWide ? number(fields, BLOCKS_HIGH_AT) << Integer.SIZE : 0);
        long reserved = number(fields, RESERVED_AT) | (isWide ? number(fields, RESERVED_HIGH_AT) << Integer.SIZE : 0);
        long kib = 1L << shift;
        return blocks < 0
                        || reserved < 0
                        || blocks > Long.MAX_VALUE / Bytes.kib(kib).count()
                        || reserved > blocks
                ? Optional.empty()
                : Optional.of(new ExtCounts(
                        Bytes.kib(blocks * kib),
                        Bytes.kib(reserved * kib),
                        number(fields, INODES_AT),
                        number(fields, FREE_INODES_AT)));
    }

    private static long number(ByteBuffer fields, int at) {
        return Integer.toUnsignedLong(fields.getInt(at));
    }
}
