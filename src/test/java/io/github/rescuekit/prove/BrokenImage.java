package io.github.rescuekit.prove;

import io.github.rescuekit.LoopImage;
import io.github.rescuekit.repair.fsck.FsckOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * A filesystem that was damaged on purpose.
 *
 * @param sample what it was before, by its name
 * @param seed of the random numbers of the damage
 * @param discardXfsLog the operator says yes to that as well, in both repairs
 */
record BrokenImage(SampleFilesystem sample, String name, long seed, boolean discardXfsLog, Damage damage) {

    /** All that are tried, sorted by their filesystems. */
    static List<BrokenImage> all() {
        List<BrokenImage> all = new ArrayList<>();
        ExtDamage.addTo(all);
        XfsDamage.addTo(all);
        BtrfsDamage.addTo(all);
        FatDamage.addTo(all);
        return List.copyOf(all);
    }

    static BrokenImage next(List<BrokenImage> all, SampleFilesystem sample, String name, Damage damage) {
        return new BrokenImage(sample, name, all.size() + 1, false, damage);
    }

    BrokenImage discardingTheLog() {
        return new BrokenImage(sample, name + ", its log given up", seed, true, damage);
    }

    /** Makes it in a directory of its own. */
    Path make(SampleFilesystems samples, Path directory) throws IOException {
        Path image = directory.resolve("broken.img");
        LoopImage.run("cp", "--sparse=always", samples.of(sample).toString(), image.toString());
        damage.to(image, new Random(seed));
        return image;
    }

    FsckOptions options(Path undoPlace) {
        return new FsckOptions(Optional.of(undoPlace), false, discardXfsLog, false);
    }

    @Override
    public String toString() {
        return sample.words() + " with " + name + " (seed " + seed + ")";
    }
}
