package io.github.rescuekit.prove;

import io.github.rescuekit.LoopImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;

/** Makes each sample once: some hundred files, links, long directories, holes, extended attributes. */
final class SampleFilesystems {

    private static final int HOMES = 8;
    private static final int FILES = 20;
    private static final int MANY = 200;

    private final Path directory;
    private final Map<SampleFilesystem, Path> made = new EnumMap<>(SampleFilesystem.class);

    SampleFilesystems(Path directory) {
        this.directory = directory;
    }

    /** A file that every sample has. */
    static String file(Random random) {
        return "/home/u" + random.nextInt(HOMES) + "/F" + (10 + random.nextInt(FILES)) + ".BIN";
    }

    /** The image, not to be changed. */
    synchronized Path of(SampleFilesystem sample) throws IOException {
        if (!made.containsKey(sample)) {
            made.put(sample, make(sample));
        }
        return made.get(sample);
    }

    private Path make(SampleFilesystem sample) throws IOException {
        Path work = Files.createDirectory(directory.resolve(sample.name()));
        Path image = LoopImage.formatted(
                work, sample.type(), sample.mebibytes(), sample.options().toArray(String[]::new));
        if (sample.type().equals("vfat")) {
            fillFat(image, Files.createDirectory(work.resolve("files")));
            return image;
        }
        LoopImage.mounted(image, sample.type(), SampleFilesystems::fill);
        return sample.isDirty() ? dirty(image, sample) : image;
    }

    // Not every kernel knows FAT: mtools do.
    private static void fillFat(Path image, Path files) throws IOException {
        fillHomes(files);
        LoopImage.run("mcopy", "-i", image.toString(), "-s", "-Q", files + "/home", "::/");
    }

    private static void fill(Path root) throws IOException {
        Random random = fillHomes(root);
        Path many = Files.createDirectory(root.resolve("many"));
        for (int number = 0; number < MANY; number++) {
            write(many.resolve("a-rather-long-name-" + number), 100, random);
        }
        write(Files.createDirectories(root.resolve("deep/a/b/c/d/e")).resolve("file"), 3_000, random);
        write(root.resolve("large"), 2 << 20, random);
        sparse(root.resolve("sparse"), random);
        links(root);
        for (int number = 0; number < 5; number++) {
            attributes(write(root.resolve("attributes" + number), 500, random), random);
        }
    }

    private static Random fillHomes(Path root) throws IOException {
        Random random = new Random(1);
        for (int home = 0; home < HOMES; home++) {
            Path directory = Files.createDirectories(root.resolve("home/u" + home));
            for (int file = 0; file < FILES; file++) {
                write(directory.resolve("F" + (10 + file) + ".BIN"), 1_000 + random.nextInt(30_000), random);
            }
            write(directory.resolve("a file with a long name"), 5_000, random);
        }
        return random;
    }

    private static Path write(Path file, int length, Random random) throws IOException {
        byte[] content = new byte[length];
        random.nextBytes(content);
        return Files.write(file, content);
    }

    private static void sparse(Path file, Random random) throws IOException {
        byte[] content = new byte[10_000];
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (long at : new long[] {0, 1 << 20, 5 << 20, 8 << 20}) {
                random.nextBytes(content);
                channel.write(ByteBuffer.wrap(content), at);
            }
        }
    }

    private static void links(Path root) throws IOException {
        Path links = Files.createDirectory(root.resolve("links"));
        Files.createLink(links.resolve("hard"), root.resolve("home/u0/F10.BIN"));
        Files.createSymbolicLink(links.resolve("short"), Path.of("../large"));
        Files.createSymbolicLink(links.resolve("long"), Path.of("/" + "a-long-way/".repeat(20) + "file"));
    }

    private static void attributes(Path file, Random random) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-x---"));
        UserDefinedFileAttributeView view = Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
        view.write("small", ByteBuffer.wrap(new byte[] {1, 2, 3}));
        byte[] large = new byte[700];
        random.nextBytes(large);
        view.write("large", ByteBuffer.wrap(large));
    }

    private static Path dirty(Path image, SampleFilesystem sample) throws IOException {
        Path[] copy = new Path[1];
        LoopImage.mounted(image, sample.type(), root -> {
            Random random = new Random(2);
            for (int number = 0; number < FILES; number++) {
                write(Files.createDirectory(root.resolve("late" + number)).resolve("file"), 4_000, random);
                Files.delete(root.resolve("many/a-rather-long-name-" + number));
            }
            LoopImage.run("sync", root.resolve("late0/file").toString());
            // After names were deleted btrfs writes everything out, and only then a log again.
            LoopImage.run(
                    "sync", write(root.resolve("home/u1/last"), 4_000, random).toString());
            copy[0] = LoopImage.copy(image, "dirty");
        });
        return copy[0];
    }
}
