package io.github.rescuekit.prove;

import io.github.rescuekit.DyingDisk;
import io.github.rescuekit.LoopImage;
import io.github.rescuekit.exec.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Promise 11 for a disk that hangs: whoever lists the disks sees the seven others within the deadline. */
final class HungProof implements Proof {

    private static final int OTHERS = 7;
    private static final int LATE = 30;
    private static final long DEADLINE_SECONDS = 15;
    // What mounts is tried where the disk that hangs is no loop device: mount(8) opens all of those.
    private static final List<List<String>> LISTINGS = List.of(List.of("disks"), List.of("disks", "--json"));

    @Override
    public Reach reach() {
        return Reach.MACHINE;
    }

    @Override
    public void prove(Size size, Path directory, Tally tally) throws IOException {
        Path filesystem = LoopImage.formatted(directory, "ext4", 16);
        List<LoopImage> others = new ArrayList<>();
        try (DyingDisk hung = DyingDisk.hung(directory, LATE)) {
            for (int n = 0; n < OTHERS; n++) {
                others.add(LoopImage.attach(LoopImage.copy(filesystem, "other-" + n)));
            }
            LISTINGS.forEach(words -> list(directory, words, hung, others, tally));
        } finally {
            others.forEach(LoopImage::close);
        }
        tally.requireAtLeast("listings with one of 8 disks hung", 1);
    }

    private static void list(Path directory, List<String> words, DyingDisk hung, List<LoopImage> others, Tally tally) {
        tally.count("listings with one of 8 disks hung");
        Result result = LookCommands.run(directory.resolve("run"), words);
        String all = result.out() + result.err();
        String what = "rescuekit " + String.join(" ", words) + " ";
        if (result.duration().toSeconds() >= DEADLINE_SECONDS) {
            tally.broken(what + "took " + result.duration().toSeconds() + " s");
        }
        Optional<LoopImage> missing =
                others.stream().filter(it -> !all.contains(it.device())).findFirst();
        missing.ifPresent(it -> tally.broken(what + "does not tell of " + it.device()));
        if (!all.contains(hung.device() + " could not be read")) {
            tally.broken(what + "does not say that " + hung.device() + " hangs: " + all);
        }
    }
}
