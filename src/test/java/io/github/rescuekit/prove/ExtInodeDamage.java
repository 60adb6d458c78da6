package io.github.rescuekit.prove;

import io.github.rescuekit.LoopImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What debugfs can break in ext2, ext3 and ext4: single fields, whose blocks still have correct checksums. */
final class ExtInodeDamage {

    private static final int SOME = 5;

    private ExtInodeDamage() {}

    static void addTo(List<BrokenImage> all, SampleFilesystem sample) {
        // The start of the first block map: a block number, or behind the header of the extents and their first length.
        String firstBlock = sample == SampleFilesystem.EXT4 ? " block[5] " : " block[0] ";
        add(all, sample, "cleared inodes", some(random -> "clri " + file(random)));
        add(all, sample, "a cleared directory", one(random -> "clri /home/u" + random.nextInt(8)));
        add(all, sample, "a cleared root", one(random -> "clri <2>"));
        add(all, sample, "a cleared lost+found", one(random -> "clri <11>"));
        add(all, sample, "a cleared resize inode", one(random -> "clri <7>"));
        add(all, sample, "wrong link counts", some(random -> set(random, " links_count " + random.nextInt(900))));
        add(all, sample, "wrong sizes", some(random -> set(random, " size " + random.nextInt(200_000))));
        add(all, sample, "wrong block counts", some(random -> set(random, " blocks " + random.nextInt(9_000))));
        add(all, sample, "wrong modes", some(random -> set(random, " mode " + random.nextInt(65_536))));
        add(all, sample, "wrong flags", some(random -> set(random, " flags " + random.nextInt())));
        add(all, sample, "deletion times", some(random -> set(random, " dtime " + (1 + random.nextInt(9_999)))));
        add(all, sample, "block numbers beyond the end", some(random -> set(random, firstBlock + "4294967280")));
        add(all, sample, "blocks of two files", sharedBlocks(firstBlock));
        add(all, sample, "used blocks marked free", usedBlocks());
        add(all, sample, "free blocks marked used", some(random -> "setb " + (9_000 + random.nextInt(9_000)) + " 7"));
        add(all, sample, "used inodes marked free", some(random -> "freei " + file(random)));
        add(all, sample, "files without names", some(random -> "unlink " + file(random)));
        add(
                all,
                sample,
                "names of other inodes",
                some(random -> "ln <" + (5_000 + random.nextInt(500)) + "> stray" + random.nextInt(99_999)));
        add(
                all,
                sample,
                "wrong counts in its superblock",
                (image, random) -> debugfs(
                        image,
                        Stream.of("free_blocks_count", "free_inodes_count", "first_ino", "state")
                                .map(field -> "ssv " + field + " " + random.nextInt(60))));
        if (sample != SampleFilesystem.EXT2) {
            add(all, sample, "a cleared journal", one(random -> "clri <8>"));
        }
    }

    private static void add(List<BrokenImage> all, SampleFilesystem sample, String name, Damage damage) {
        all.add(BrokenImage.next(all, sample, name, damage));
    }

    private static String file(Random random) {
        return SampleFilesystems.file(random);
    }

    private static String set(Random random, String field) {
        return "sif " + file(random) + field;
    }

    private static Damage one(Function<Random, String> request) {
        return (image, random) -> debugfs(image, Stream.of(request.apply(random)));
    }

    private static Damage some(Function<Random, String> request) {
        return (image, random) -> debugfs(image, IntStream.range(0, SOME).mapToObj(number -> request.apply(random)));
    }

    private static Damage sharedBlocks(String firstBlock) {
        return (image, random) -> {
            ExtLayout layout = ExtLayout.of(image);
            debugfs(
                    image,
                    IntStream.range(0, SOME)
                            .mapToObj(number -> set(random, firstBlock + layout.blockOf(file(random), 0))));
        };
    }

    private static Damage usedBlocks() {
        return (image, random) -> {
            ExtLayout layout = ExtLayout.of(image);
            debugfs(
                    image,
                    IntStream.range(0, SOME).mapToObj(number -> "freeb " + layout.blockOf(file(random), 0) + " 2"));
        };
    }

    private static void debugfs(Path image, Stream<String> requests) throws IOException {
        Path file = image.resolveSibling("requests");
        Files.write(file, requests.toList());
        LoopImage.run("debugfs", "-w", "-f", file.toString(), image.toString());
    }
}
