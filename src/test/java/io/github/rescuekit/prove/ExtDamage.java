package io.github.rescuekit.prove;

import static io.github.rescuekit.prove.SampleFilesystem.EXT2;
import static io.github.rescuekit.prove.SampleFilesystem.EXT3;
import static io.github.rescuekit.prove.SampleFilesystem.EXT3_DIRTY;
import static io.github.rescuekit.prove.SampleFilesystem.EXT4;
import static io.github.rescuekit.prove.SampleFilesystem.EXT4_DIRTY;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** What can be broken in ext2, ext3 and ext4 by overwritten blocks; {@link ExtInodeDamage} has the rest. */
final class ExtDamage {

    private static final int SUPERBLOCK = 1024;

    private ExtDamage() {}

    static void addTo(List<BrokenImage> all) {
        for (SampleFilesystem sample : List.of(EXT2, EXT3, EXT4)) {
            ExtInodeDamage.addTo(all, sample);
            add(all, sample, "an overwritten directory", ExtDamage::directories);
            add(all, sample, "an overwritten inode table", ExtDamage::inodeTable);
            add(all, sample, "an overwritten inode table elsewhere", ExtDamage::inodeTable);
            add(all, sample, "overwritten bitmaps", ExtDamage::bitmaps);
            add(all, sample, "overwritten group descriptors", ExtDamage::descriptors);
            add(
                    all,
                    sample,
                    "an overwritten superblock",
                    (image, random) -> Damage.overwrite(image, SUPERBLOCK, SUPERBLOCK, random));
            add(all, sample, "a zeroed beginning", (image, random) -> Damage.zero(image, 0, 64 << 10));
            add(all, sample, "no superblock at all", ExtDamage::allSuperblocks);
            add(all, sample, "flipped bits", ExtDamage::flippedBits);
            add(all, sample, "more flipped bits", ExtDamage::flippedBits);
            add(all, sample, "an overwritten attribute block", ExtDamage::attributes);
            add(all, sample, "its last third cut off", (image, random) -> Damage.cutOff(image, 0.66));
            add(all, sample, "its end cut off", (image, random) -> Damage.cutOff(image, 0.98));
        }
        for (SampleFilesystem sample : List.of(EXT2, EXT3)) {
            add(all, sample, "an overwritten indirect block", ExtDamage::indirect);
        }
        for (SampleFilesystem sample : List.of(EXT3_DIRTY, EXT4_DIRTY)) {
            add(all, sample, "nothing else", (image, random) -> {});
            add(all, sample, "an overwritten journal superblock", (image, random) -> journal(image, 0, 1, random));
            add(all, sample, "an overwritten journal", (image, random) -> journal(image, 3, 40, random));
            add(all, sample, "an overwritten inode table", ExtDamage::inodeTable);
            add(all, sample, "an overwritten directory", ExtDamage::directories);
            add(
                    all,
                    sample,
                    "an overwritten superblock",
                    (image, random) -> Damage.overwrite(image, SUPERBLOCK, SUPERBLOCK, random));
            add(all, sample, "its end cut off", (image, random) -> Damage.cutOff(image, 0.98));
        }
    }

    private static void add(List<BrokenImage> all, SampleFilesystem sample, String name, Damage damage) {
        all.add(BrokenImage.next(all, sample, name, damage));
    }

    private static void directories(Path image, Random random) throws IOException {
        ExtLayout layout = ExtLayout.of(image);
        layout.overwrite(layout.blockOf("/many", 0), random);
        layout.overwrite(layout.blockOf("/home/u" + random.nextInt(8), 0), random);
    }

    private static void inodeTable(Path image, Random random) throws IOException {
        ExtLayout layout = ExtLayout.of(image);
        layout.overwrite(layout.tableBlockOf(SampleFilesystems.file(random)), random);
    }

    private static void bitmaps(Path image, Random random) throws IOException {
        ExtLayout layout = ExtLayout.of(image);
        for (long block : layout.bitmaps()) {
            layout.overwrite(block, random);
        }
    }

    private static void descriptors(Path image, Random random) throws IOException {
        ExtLayout layout = ExtLayout.of(image);
        layout.overwrite(layout.descriptors(), random);
    }

    private static void allSuperblocks(Path image, Random random) throws IOException {
        for (long block : ExtLayout.of(image).superblocks()) {
            Damage.zero(image, block, SUPERBLOCK);
        }
    }

    private static void flippedBits(Path image, Random random) throws IOException {
        ExtLayout layout = ExtLayout.of(image);
        for (int flip = 0; flip < 24; flip++) {
            layout.flipBit(layout.tableBlockOf(SampleFilesystems.file(random)), random);
        }
        layout.flipBit(layout.blockOf("/home/u" + random.nextInt(8), 0), random);
        layout.flipBit(layout.descriptors(), random);
    }

    private static void attributes(Path image, Random random) throws IOException {
        ExtLayout layout = ExtLayout.of(image);
        layout.overwrite(layout.attributeBlockOf("/attributes" + random.nextInt(5)), random);
    }

    private static void indirect(Path image, Random random) throws IOException {
        ExtLayout layout = ExtLayout.of(image);
        layout.overwrite(layout.indirectBlockOf("/large"), random);
    }

    private static void journal(Path image, int from, int count, Random random) throws IOException {
        ExtLayout layout = ExtLayout.of(image);
        for (int number = from; number < from + count; number++) {
            layout.overwrite(layout.blockOf("<8>", number), random);
        }
    }
}
