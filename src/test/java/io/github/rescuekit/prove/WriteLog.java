package io.github.rescuekit.prove;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Every write and flush that a disk took, in order: the format of the kernel's {@code dm-log-writes}. */
final class WriteLog {

    private static final long MAGIC = 0x6a736677736872L;
    private static final int SUPER_LENGTH = 28;
    private static final int HEAD_LENGTH = 32;
    private static final long FLUSH = 1;
    private static final long SECTOR = 512;

    /**
     * One request.
     *
     * @param logged where it stands in the log
     * @param offset where it went to on the disk
     * @param length 0 for a flush
     */
    record Entry(long logged, long dataAt, long offset, int length, boolean isFlush) {

        /** The write as a power cut leaves it that comes in its middle. */
        Entry cutTo(int shorter) {
            return new Entry(logged, dataAt, offset, shorter, isFlush);
        }
    }

    private final Path file;
    private final List<Entry> entries;

    private WriteLog(Path file, List<Entry> entries) {
        this.file = file;
        this.entries = List.copyOf(entries);
    }

    static WriteLog read(Path file) throws IOException {
        List<Entry> entries = new ArrayList<>();
        try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
            ByteBuffer superblock = read(log, 0, SUPER_LENGTH);
            int sector = superblock.getInt(24);
            if (superblock.getLong(0) != MAGIC || superblock.getLong(8) != 1) {
                throw new IOException(file + " is no log of writes");
            }
            long at = sector;
            while (at < log.length()) {
                Entry entry = entry(read(log, at, HEAD_LENGTH), at, sector);
                entries.add(entry);
                at = entry.dataAt() + entry.length();
            }
        }
        return new WriteLog(file, entries);
    }

    private static Entry entry(ByteBuffer head, long at, int sector) throws IOException {
        long flags = head.getLong(16);
        long length = head.getLong(8) * sector;
        // Neither discards nor forced writes come through a loop device over a file of nbdfuse.
        if ((flags & ~FLUSH) != 0 || (flags == 0 && length == 0) || (flags == FLUSH && length != 0)) {
            throw new IOException("a request of kind " + flags + " and length " + length + " at " + at);
        }
        return new Entry(at, at + sector, head.getLong(0) * SECTOR, Math.toIntExact(length), flags == FLUSH);
    }

    List<Entry> entries() {
        return entries;
    }

    /** Repeats a recorded write on an image. */
    void replay(Entry entry, RandomAccessFile image) throws IOException {
        try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
            byte[] data = read(log, entry.dataAt(), entry.length()).array();
            image.seek(entry.offset());
            image.write(data);
        }
    }

    private static ByteBuffer read(RandomAccessFile log, long at, int length) throws IOException {
        byte[] bytes = new byte[length];
        log.seek(at);
        log.readFully(bytes);
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
