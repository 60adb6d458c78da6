package io.github.rescuekit.diagnose;

import static io.github.rescuekit.LoopImage.run;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.rescuekit.LoopImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Filesystems in every state that a check must tell apart. */
public final class TestImages {

    private static final Pattern LEAF = Pattern.compile("^leaf ([0-9]+) ", Pattern.MULTILINE);
    private static final Pattern PHYSICAL = Pattern.compile("physical ([0-9]+) ");
    private static final int FILES = 40;

    private TestImages() {}

    /**
     * An image of a filesystem with files on it.
     *
     * @param state {@code clean}, {@code dirty}, {@code damaged}, {@code headless}: without its first superblock; of an
     *     XFS also {@code headless-dirty}; of an ext filesystem also {@code rootless}, {@code journalless}, {@code undescribed}: without its group descriptors,
     *     {@code beheaded}: without both, or {@code illegible}: with a directory that cannot be read
     */
    public static Path of(Path directory, String type, String state) throws IOException {
        Path image = filled(directory, type);
        return switch (state) {
            case "clean" -> image;
            case "dirty" -> type.equals("vfat") ? markedDirty(image) : dirty(image, type);
            case "damaged" -> damaged(image, type);
            case "headless" -> headless(image, type);
            case "headless-dirty" -> headless(dirty(image, type), type);
            case "rootless" -> cleared(image, 2);
            case "journalless" -> cleared(image, 8);
            case "undescribed" -> zeroed(image, 4096, 4096);
            case "beheaded" -> zeroed(image, 0, 65_536);
            case "illegible" -> illegible(image);
            default -> throw new IllegalArgumentException(state);
        };
    }

    private static Path filled(Path directory, String type) throws IOException {
        Path image = switch (type) {
            case "xfs" -> LoopImage.formatted(directory, type, 300);
            case "btrfs" -> LoopImage.formatted(directory, type, 200, "-m", "single");
            case "vfat" -> LoopImage.formatted(directory, type, 40, "-F", "32");
            // Larger than one block group of 4 KiB blocks, so that there is a backup superblock.
            default -> LoopImage.formatted(directory, type, 256, "-b", "4096");
        };
        if (!type.equals("vfat")) {
            LoopImage.mounted(image, type, TestImages::fill);
        }
        return image;
    }

    private static void fill(Path root) throws IOException {
        Files.createDirectory(root.resolve("d"));
        byte[] content = new byte[20_000];
        Random random = new Random(1);
        for (int number = 0; number < FILES; number++) {
            random.nextBytes(content);
            Files.write(root.resolve("d/f" + number), content);
        }
    }

    private static Path dirty(Path image, String type) throws IOException {
        Path copy = image.resolveSibling(type + "-dirty.img");
        LoopImage.mounted(image, type, root -> {
            for (int number = 0; number < FILES; number++) {
                Files.createDirectory(root.resolve("late" + number));
                Files.writeString(root.resolve("late" + number + "/file"), "late");
            }
            Path last = root.resolve("late0/last");
            try (FileChannel channel =
                    FileChannel.open(last, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.wrap(new byte[100]));
                channel.force(true);
            }
            LoopImage.copy(image, type + "-dirty");
        });
        return copy;
    }

    private static Path headless(Path image, String type) throws IOException {
        return type.equals("xfs") ? zeroed(image, 0, 512) : zeroed(image, 1024, 1024);
    }

    private static Path markedDirty(Path image) throws IOException {
        LoopImage.overwrite(image, 65, new byte[] {1});
        return image;
    }

    private static Path damaged(Path image, String type) throws IOException {
        switch (type) {
            case "xfs" ->
                run(
                        "xfs_db",
                        "-x",
                        "-c",
                        "agi 0",
                        "-c",
                        "write count 9999",
                        "-c",
                        "agf 0",
                        "-c",
                        "write btreeblks 77",
                        image.toString());
            case "btrfs" -> damageBtrfs(image);
            case "vfat" ->
                LoopImage.overwrite(
                        image, 32 * 512, "garbage in the first FAT".repeat(40).getBytes(US_ASCII));
            default -> {
                debugfs(image, "clri /d/f3");
                debugfs(image, "sif /d/f5 links_count 7");
            }
        }
        return image;
    }

    private static void debugfs(Path image, String request) {
        run("debugfs", "-w", "-R", request, image.toString());
    }

    private static void damageBtrfs(Path image) throws IOException {
        try (LoopImage disk = LoopImage.attach(image)) {
            String tree = run("btrfs", "inspect-internal", "dump-tree", "-t", "fs", disk.device());
            Matcher leaf = LEAF.matcher(tree);
            if (!leaf.find()) {
                throw new IllegalStateException("no leaf in " + tree);
            }
            Matcher copies = PHYSICAL.matcher(run("btrfs-map-logical", "-l", leaf.group(1), disk.device()));
            while (copies.find()) {
                LoopImage.overwrite(image, Long.parseLong(copies.group(1)) + 200, new byte[300]);
            }
        }
    }

    private static Path zeroed(Path image, int offset, int length) throws IOException {
        LoopImage.overwrite(image, offset, new byte[length]);
        return image;
    }

    private static Path cleared(Path image, int inode) {
        debugfs(image, "clri <" + inode + ">");
        return image;
    }

    private static Path illegible(Path image) throws IOException {
        String block = run("debugfs", "-R", "bmap /d 0", image.toString()).strip();
        LoopImage.overwrite(
                image, Long.parseLong(block) * 4096, "garbage".repeat(500).getBytes(US_ASCII));
        return image;
    }

    /** The superblock of an md array member, version 1.2, for the sector that it stands in. */
    public static byte[] mdSuperblock() {
        ByteBuffer superblock = ByteBuffer.allocate(1024).order(ByteOrder.LITTLE_ENDIAN);
        superblock
                .putInt(0, 0xa92b4efc)
                .putInt(4, 1)
                .putLong(16, 0x1122334455667788L)
                .putLong(24, 1);
        superblock
                .putInt(72, 1)
                .putInt(92, 2)
                .putLong(128, 2048)
                .putLong(136, 8192)
                .putLong(144, 8);
        return superblock.putInt(216, checksum(superblock)).array();
    }

    // Linux sums the words up and adds what ran over.
    private static int checksum(ByteBuffer superblock) {
        long sum = 0;
        for (int at = 0; at < 256; at += 4) {
            sum += Integer.toUnsignedLong(superblock.getInt(at));
        }
        return (int) ((sum & 0xffffffffL) + (sum >>> 32));
    }
}
