package io.github.rescuekit.prove;

import static io.github.rescuekit.LoopImage.run;
import static io.github.rescuekit.prove.SampleFilesystem.BTRFS;
import static io.github.rescuekit.prove.SampleFilesystem.BTRFS_DIRTY;
import static io.github.rescuekit.prove.SampleFilesystem.BTRFS_TWICE;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What can be broken in a btrfs by overwritten blocks. */
final class BtrfsDamage {

    private static final Pattern LEAF = Pattern.compile("^leaf ([0-9]+) ", Pattern.MULTILINE);
    private static final Pattern PHYSICAL = Pattern.compile("physical ([0-9]+) ");
    private static final List<Long> SUPERBLOCKS = List.of(64L << 10, 64L << 20);

    private BtrfsDamage() {}

    static void addTo(List<BrokenImage> all) {
        add(all, BTRFS_DIRTY, "nothing else", (image, random) -> {});
        add(all, BTRFS_DIRTY, "an overwritten leaf of its files", tree("fs", 9));
        for (String tree : List.of("fs", "extent", "csum", "root", "chunk", "dev")) {
            add(all, BTRFS, "an overwritten leaf of its tree " + tree, tree(tree, 9));
        }
        add(all, BTRFS_TWICE, "one copy of a leaf overwritten", tree("fs", 1));
        add(all, BTRFS_TWICE, "both copies of a leaf overwritten", tree("fs", 9));
        add(all, BTRFS, "an overwritten superblock", (image, random) -> superblocks(image, random, 1));
        add(all, BTRFS, "no superblock at all", (image, random) -> superblocks(image, random, 2));
        add(all, BTRFS, "its last third cut off", (image, random) -> Damage.cutOff(image, 0.66));
    }

    private static void add(List<BrokenImage> all, SampleFilesystem sample, String name, Damage damage) {
        all.add(BrokenImage.next(all, sample, name, damage));
    }

    private static Damage tree(String tree, int copies) {
        return (image, random) -> {
            List<String> leaves =
                    all(LEAF, run("btrfs", "inspect-internal", "dump-tree", "-t", tree, image.toString()));
            blocks(image, leaves.get(random.nextInt(leaves.size())), copies, random);
        };
    }

    private static void blocks(Path image, String logical, int copies, Random random) throws IOException {
        List<String> places = all(PHYSICAL, run("btrfs-map-logical", "-l", logical, image.toString()));
        for (String place : places.subList(0, Math.min(copies, places.size()))) {
            Damage.overwrite(image, Long.parseLong(place) + 200, 300, random);
        }
    }

    private static List<String> all(Pattern pattern, String text) {
        List<String> found =
                pattern.matcher(text).results().map(BtrfsDamage::word).toList();
        if (found.isEmpty()) {
            throw new IllegalStateException("no " + pattern + " in " + text);
        }
        return found;
    }

    private static String word(MatchResult match) {
        return match.group(1);
    }

    private static void superblocks(Path image, Random random, int count) throws IOException {
        for (long place : SUPERBLOCKS.subList(0, count)) {
            Damage.overwrite(image, place, 4096, random);
        }
    }
}
