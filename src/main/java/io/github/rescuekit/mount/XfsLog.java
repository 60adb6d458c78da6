package io.github.rescuekit.mount;

import java.nio.ByteBuffer;

/**
 * Tells whether an XFS log ends with the record that only a clean unmount writes. Everything else, also what is not
 * understood, counts as dirty: that costs an overlay, the other mistake would hide files.
 */
final class XfsLog {

    private static final int MAGIC = 0x58465342;
    private static final int BLOCK_SIZE = 4;
    private static final int LOG_START = 48;
    private static final int GROUP_BLOCKS = 84;
    private static final int LOG_BLOCKS = 96;
    private static final int GROUP_BLOCKS_LOG = 124;

    // The log is an array of blocks of 512 bytes. Each begins with the number of its round through the log; in a
    // record's header a magic number comes first.
    private static final int BASIC_BLOCK = 512;
    private static final int RECORD_MAGIC = 0xFEEDBABE;
    private static final int RECORD_ROUND = 4;
    private static final int RECORD_VERSION = 8;
    private static final int RECORD_LENGTH = 12;
    private static final int RECORD_OPERATIONS = 40;
    private static final int RECORD_SIZE = 320;
    private static final int VERSION_2 = 2;
    private static final int SIZE_OF_ONE_HEADER = 32 << 10;
    private static final int OPERATION_FLAGS = 9;
    private static final int UNMOUNT = 0x20;
    // A record holds at most 256 KiB behind eight blocks of header.
    private static final int LONGEST_RECORD = 512 + 8;

    private final DeviceBlocks device;
    private final long start;
    private final long count;

    private XfsLog(DeviceBlocks device, long start, long count) {
        this.device = device;
        this.start = start;
        this.count = count;
    }

    static boolean isClean(DeviceBlocks device) {
        ByteBuffer superblock = device.read(0, BASIC_BLOCK);
        long logStart = superblock.getLong(LOG_START);
        long blockSize = superblock.getInt(BLOCK_SIZE);
        int groupLog = superblock.get(GROUP_BLOCKS_LOG);
        // A log that starts at 0 is on another device.
        if (superblock.getInt(0) != MAGIC
                || logStart == 0
                || blockSize < BASIC_BLOCK
                || groupLog < 0
                || groupLog > 31) {
            return false;
        }
        long group = logStart >>> groupLog;
        long block =
                group * Integer.toUnsignedLong(superblock.getInt(GROUP_BLOCKS)) + (logStart & ((1L << groupLog) - 1));
        long count = superblock.getInt(LOG_BLOCKS) * (blockSize / BASIC_BLOCK);
        return count > LONGEST_RECORD && new XfsLog(device, block * blockSize, count).endsWithUnmount();
    }

    private boolean endsWithUnmount() {
        int first = round(0);
        int last = round(count - 1);
        if (first == 0) {
            // Never used since mkfs, which writes zeros.
            return true;
        }
        return endsWithUnmount(first == last ? 0 : firstBlockOf(last));
    }

    // The first block of the older round is where the newest record ends. Rounds only fall once, from first to last.
    private long firstBlockOf(int last) {
        long newer = 0;
        long older = count - 1;
        while (older - newer > 1) {
            long middle = (newer + older) >>> 1;
            if (round(middle) == last) {
                older = middle;
            } else {
                newer = middle;
            }
        }
        return older;
    }

    private boolean endsWithUnmount(long head) {
        for (int back = 1; back <= LONGEST_RECORD; back++) {
            long at = Math.floorMod(head - back, count);
            ByteBuffer header = block(at);
            if (header.getInt(0) == RECORD_MAGIC) {
                return isUnmount(header, at, back);
            }
        }
        return false;
    }

    private boolean isUnmount(ByteBuffer header, long at, int blocksToHead) {
        int headers = headerBlocks(header);
        long body = (header.getInt(RECORD_LENGTH) + BASIC_BLOCK - 1L) / BASIC_BLOCK;
        return headers + body == blocksToHead
                && header.getInt(RECORD_OPERATIONS) == 1
                && (block((at + headers) % count).get(OPERATION_FLAGS) & UNMOUNT) != 0;
    }

    private static int headerBlocks(ByteBuffer header) {
        int size = header.getInt(RECORD_SIZE);
        boolean several = (header.getInt(RECORD_VERSION) & VERSION_2) != 0 && size > SIZE_OF_ONE_HEADER;
        return several ? (size + SIZE_OF_ONE_HEADER - 1) / SIZE_OF_ONE_HEADER : 1;
    }

    private int round(long number) {
        ByteBuffer block = block(number);
        return block.getInt(0) == RECORD_MAGIC ? block.getInt(RECORD_ROUND) : block.getInt(0);
    }

    private ByteBuffer block(long number) {
        return device.read(start + number * BASIC_BLOCK, BASIC_BLOCK);
    }
}
