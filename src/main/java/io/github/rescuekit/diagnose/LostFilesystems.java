package io.github.rescuekit.diagnose;

import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.Result;
import io.github.rescuekit.exec.Runner;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.Filesystem;
import io.github.rescuekit.model.Usage;
import io.github.rescuekit.parse.Blkid;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/** Finds a filesystem whose first superblock was destroyed by a copy further on: ext2, ext3, ext4 and XFS. */
public final class LostFilesystems {

    /**
     * What a device held.
     *
     * @param family in the words of a message, such as {@code an ext}
     */
    public record Lost(String family, Filesystem filesystem, List<String> evidence) {

        public Lost {
            evidence = List.copyOf(evidence);
        }
    }

    private static final long BLOCK = 4096;
    // What mkfs.xfs(8) takes for a single disk, and for arrays of growing width; no group is larger than 1 TiB.
    private static final long[] GROUPS = {4, 8, 16, 32};
    private static final long LARGEST_GROUP = Bytes.gib(1024).count();

    private final Runner runner;
    private final BackupSuperblocks backups;

    public LostFilesystems(Runner runner) {
        this.runner = runner;
        this.backups = new BackupSuperblocks(runner);
    }

    /** What a device that shows no content held, when a copy of its superblock is where it usually is. */
    public Optional<Lost> find(BlockDevice device) {
        return device.filesystem().isPresent() || device.tableType().isPresent()
                ? Optional.empty()
                : backups.find(device).map(LostFilesystems::ext).or(() -> xfs(device));
    }

    private static Lost ext(BackupSuperblocks.Backup backup) {
        Optional<String> uuid = backup.superblock().uuid();
        Optional<String> label = backup.superblock().label();
        return new Lost(
                "an ext",
                new Filesystem("ext4", Usage.FILESYSTEM, uuid, label, Optional.empty()),
                List.of(
                        "backup superblock at " + backup.place(),
                        named(uuid, label),
                        "size " + backup.superblock().size()));
    }

    // Each allocation group begins with a copy of the superblock; blkid compares its magic number and checksum.
    private Optional<Lost> xfs(BlockDevice device) {
        return secondGroups(device.size())
                .mapToObj(offset -> probed(device, offset).map(it -> xfs(it, offset)))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static LongStream secondGroups(Bytes size) {
        long blocks = size.count() / BLOCK;
        return LongStream.concat(
                        LongStream.of(GROUPS).map(groups -> (blocks + groups - 1) / groups * BLOCK),
                        LongStream.of(LARGEST_GROUP))
                .filter(offset -> offset < size.count());
    }

    private Optional<Filesystem> probed(BlockDevice device, long offset) {
        Result result = runner.run(Command.of("blkid", "-p", "-O", Long.toString(offset), "-o", "udev", device.path())
                .acceptingAny());
        return Blkid.parse(result.out()).stream()
                .flatMap(it -> it.filesystem().stream())
                .filter(it -> it.type().equals("xfs"))
                .findFirst();
    }

    private static Lost xfs(Filesystem filesystem, long offset) {
        return new Lost(
                "an XFS",
                filesystem,
                List.of("copy of the superblock at byte " + offset, named(filesystem.uuid(), filesystem.label())));
    }

    private static String named(Optional<String> uuid, Optional<String> label) {
        return "UUID " + uuid.orElse("unknown")
                + label.map(it -> ", label " + it).orElse("");
    }
}
