package io.github.rescuekit.diagnose;

import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.Result;
import io.github.rescuekit.exec.Runner;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.parse.DumpE2fs;
import java.util.List;
import java.util.Optional;

/** Finds an ext2, ext3 or ext4 whose first superblock was destroyed, by the copies in its block groups. */
public final class BackupSuperblocks {

    /** A place where mke2fs puts a copy, counted in blocks of the filesystem. */
    public record Place(long block, Bytes blockSize) {

        public Bytes offset() {
            return new Bytes(block * blockSize.count());
        }

        @Override
        public String toString() {
            return "block " + block + " (of " + blockSize.count() + " bytes)";
        }
    }

    /** A copy that is intact. */
    public record Backup(Place place, DumpE2fs.Superblock superblock) {}

    // A block group has eight times as many blocks as a block has bytes; copies stand in the groups 1, 3, 5 and 7.
    // With blocks of 1 KiB the first block is the boot block, and all are one further on.
    private static final List<Place> PLACES = List.of(
            new Place(32768, Bytes.kib(4)),
            new Place(98304, Bytes.kib(4)),
            new Place(163840, Bytes.kib(4)),
            new Place(8193, Bytes.kib(1)),
            new Place(24577, Bytes.kib(1)),
            new Place(16384, Bytes.kib(2)),
            new Place(49152, Bytes.kib(2)));

    private final Runner runner;

    public BackupSuperblocks(Runner runner) {
        this.runner = runner;
    }

    /** The first copy that is intact and describes a filesystem which fits the device. */
    public Optional<Backup> find(BlockDevice device) {
        return PLACES.stream()
                .filter(place -> device.size().isMoreThan(place.offset()))
                .flatMap(place -> read(device, place).stream())
                .filter(backup -> !backup.superblock().size().isMoreThan(device.size()))
                .findFirst();
    }

    // libext2fs compares the magic number, and with metadata_csum also the checksum, before it opens anything.
    private Optional<Backup> read(BlockDevice device, Place place) {
        Result result = runner.run(Command.of(
                        "dumpe2fs",
                        "-h",
                        "-o",
                        "superblock=" + place.block(),
                        "-o",
                        "blocksize=" + place.blockSize().count(),
                        device.path())
                .acceptingAny());
        return DumpE2fs.find(result.exitCode(), result.out()).map(it -> new Backup(place, it));
    }
}
