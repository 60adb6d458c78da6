package io.github.rescuekit.repair;

import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.PartitionEntry;
import io.github.rescuekit.model.RescueException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * The only writer to the blocks of a disk outside of filesystems: the boot code before its partition table, and the room
 * of a boot loader's core image. It never writes into a partition table, and sees when somebody else did.
 */
final class BootArea {

    /** Bytes of the first sector that are code; what follows is the disk's identifier and its table. */
    static final int CODE = 440;

    private static final int SECTOR = 512;
    private static final int GPT_SECTORS = 34;
    private static final byte[] GPT_SIGNATURE = "EFI PART".getBytes(StandardCharsets.US_ASCII);
    private static final Bytes LARGEST_CORE = Bytes.mib(16);
    // What fdisk leaves before the first partition since 2010, and more than any core image.
    private static final long GAP_END = 2048L * SECTOR;

    /** A part of the disk, in bytes. */
    record Region(long offset, int length) {

        private boolean holds(long from, int count) {
            return from >= offset && from + count <= offset + length;
        }
    }

    private final String path;
    private final Path node;
    private final long size;
    private final List<Region> regions;
    private final boolean isGpt;

    private BootArea(String path, Path node, long size, List<Region> regions, boolean isGpt) {
        this.path = path;
        this.node = node;
        this.size = size;
        this.regions = List.copyOf(regions);
        this.isGpt = isGpt;
    }

    /**
     * The boot area of a disk.
     *
     * @throws RescueException when it has no partition table, and so no place for a boot loader
     */
    static BootArea of(Machine machine, BlockDevice disk) {
        return of(disk.path(), Path.of(disk.path()), disk.size(), rows(machine, disk));
    }

    private static List<Row> rows(Machine machine, BlockDevice disk) {
        return machine.childrenOf(disk).stream()
                .flatMap(child -> child.partition().stream()
                        .flatMap(entry -> entry.start().stream()
                                .map(start -> new Row(
                                        start.count(),
                                        child.size().count(),
                                        entry.isOfType(PartitionEntry.BIOS_BOOT)))))
                .toList();
    }

    /** A row of a partition table, in bytes. */
    record Row(long start, long size, boolean isBiosBoot) {}

    static BootArea of(String path, Path node, Bytes size, List<Row> rows) {
        if (rows.isEmpty()) {
            throw RescueException.refused(
                    "no-partition-table",
                    path + " has no partition that is known here, and so no room for a boot loader",
                    "see 'rescuekit disks'; nothing was changed");
        }
        byte[] header = read(node, SECTOR, GPT_SIGNATURE.length);
        boolean isGpt = Arrays.equals(header, GPT_SIGNATURE);
        List<Region> regions = new ArrayList<>(List.of(new Region(0, CODE)));
        if (isGpt) {
            rows.stream()
                    .filter(Row::isBiosBoot)
                    .map(it -> new Region(it.start(), (int) Math.min(it.size(), LARGEST_CORE.count())))
                    .forEach(regions::add);
        } else {
            long first = rows.stream().mapToLong(Row::start).min().orElse(0);
            regions.add(new Region(SECTOR, (int) (Math.min(first, GAP_END) - SECTOR)));
        }
        return new BootArea(path, node, size.count(), regions, isGpt);
    }

    String path() {
        return path;
    }

    List<Region> regions() {
        return regions;
    }

    byte[] read(Region region) {
        return read(node, region.offset(), region.length());
    }

    byte[] read(long offset, int length) {
        return read(node, offset, length);
    }

    /** What tells the disk from others, and that nobody changed its partitions. */
    String tableHash() {
        ByteBuffer table = ByteBuffer.allocate((SECTOR - CODE) + 2 * GPT_SECTORS * SECTOR);
        table.put(read(CODE, SECTOR - CODE));
        if (isGpt) {
            int sectors = GPT_SECTORS - 1;
            table.put(read(SECTOR, sectors * SECTOR));
            table.put(read(size - (long) sectors * SECTOR, sectors * SECTOR));
        }
        return Hashes.sha256(Arrays.copyOf(table.array(), table.position()));
    }

    /**
     * Writes, reads back, and looks whether the table is what it was.
     *
     * @throws IllegalArgumentException when it is not within one of the regions
     */
    void write(long offset, byte[] content) {
        if (regions.stream().noneMatch(it -> it.holds(offset, content.length))) {
            throw new IllegalArgumentException(
                    content.length + " bytes at " + offset + " of " + path + " are not in its boot area");
        }
        String table = tableHash();
        try (FileChannel channel = FileChannel.open(node, Set.of(StandardOpenOption.WRITE))) {
            ByteBuffer buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer, offset + buffer.position());
            }
            channel.force(true);
        } catch (IOException e) {
            throw failed("the boot area of " + path + " could not be written: " + e.getMessage(), e);
        }
        if (!Arrays.equals(read(offset, content.length), content)) {
            throw failed("the boot area of " + path + " read back differs", new IOException("at byte " + offset));
        }
        requireTable(table);
    }

    /** Refuses to go on when the partition table is another one. */
    void requireTable(String hash) {
        if (!tableHash().equals(hash)) {
            throw failed(
                    "the partition table of " + path + " is not what it was",
                    new IOException("bytes 440 to 511, or the GPT"));
        }
    }

    private static byte[] read(Path node, long offset, int length) {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        try (FileChannel channel = FileChannel.open(node, StandardOpenOption.READ)) {
            while (buffer.hasRemaining()) {
                if (channel.read(buffer, offset + buffer.position()) < 0) {
                    throw new IOException("it ends before byte " + (offset + length));
                }
            }
            return buffer.array();
        } catch (IOException e) {
            throw failed(node + " could not be read: " + e.getMessage(), e);
        }
    }

    private static RescueException failed(String happened, IOException cause) {
        return new RescueException(
                        ExitCode.TOOL_FAILED,
                        happened,
                        "see 'dmesg', and check the disk ('rescuekit check') before anything else is written")
                .causedBy(cause);
    }
}
