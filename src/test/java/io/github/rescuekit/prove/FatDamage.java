package io.github.rescuekit.prove;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.rescuekit.LoopImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What can be broken in a FAT by overwritten bytes. */
final class FatDamage {

    private static final Pattern ENTRY = Pattern.compile("F\\d\\d     BIN");
    private static final int SECTOR = 512;
    private static final int START_OF_FILE = 26;
    private static final int LENGTH_OF_FILE = 28;
    private static final byte DELETED = (byte) 0xe5;

    private FatDamage() {}

    static void addTo(List<BrokenImage> all) {
        for (SampleFilesystem sample : List.of(SampleFilesystem.FAT16, SampleFilesystem.FAT32)) {
            int dirty = sample == SampleFilesystem.FAT16 ? 37 : 65;
            add(
                    all,
                    sample,
                    "its mark of a power cut",
                    (image, random) -> LoopImage.overwrite(image, dirty, new byte[] {1}));
            add(all, sample, "an overwritten first table", (image, random) -> table(image, 0, random));
            add(all, sample, "an overwritten second table", (image, random) -> table(image, 1, random));
            add(all, sample, "both tables overwritten", FatDamage::bothTables);
            add(all, sample, "wrong lengths", (image, random) -> entries(image, random, LENGTH_OF_FILE));
            add(all, sample, "wrong first clusters", (image, random) -> entries(image, random, START_OF_FILE));
            add(
                    all,
                    sample,
                    "clusters without a file",
                    (image, random) -> LoopImage.overwrite(image, entry(image, random), new byte[] {DELETED}));
            add(
                    all,
                    sample,
                    "an overwritten directory",
                    (image, random) -> Damage.overwrite(image, entry(image, random), SECTOR, random));
            add(all, sample, "a zeroed boot sector", (image, random) -> Damage.zero(image, 0, SECTOR));
            add(all, sample, "its last third cut off", (image, random) -> Damage.cutOff(image, 0.66));
        }
        add(
                all,
                SampleFilesystem.FAT32,
                "a wrong count of free clusters",
                (image, random) -> Damage.overwrite(image, SECTOR + 488, 8, random));
    }

    private static void add(List<BrokenImage> all, SampleFilesystem sample, String name, Damage damage) {
        all.add(BrokenImage.next(all, sample, name, damage));
    }

    // Behind the first sector: a table without its first words is no FAT any more.
    private static void table(Path image, int number, Random random) throws IOException {
        ByteBuffer boot = ByteBuffer.wrap(Files.readAllBytes(image)).order(ByteOrder.LITTLE_ENDIAN);
        int reserved = boot.getShort(14);
        int sectors = boot.getShort(22) == 0 ? boot.getInt(36) : boot.getShort(22);
        Damage.overwrite(image, (long) SECTOR * (reserved + number * sectors + 1), SECTOR, random);
    }

    private static void bothTables(Path image, Random random) throws IOException {
        table(image, 0, random);
        table(image, 1, random);
    }

    private static void entries(Path image, Random random, int field) throws IOException {
        for (int number = 0; number < 5; number++) {
            Damage.overwrite(image, entry(image, random) + field, 2, random);
        }
    }

    // A short name in capitals stands in its directory as it is, and only there.
    private static int entry(Path image, Random random) throws IOException {
        List<Integer> entries = ENTRY.matcher(Files.readString(image, ISO_8859_1))
                .results()
                .map(MatchResult::start)
                .toList();
        return entries.get(random.nextInt(entries.size()));
    }
}
