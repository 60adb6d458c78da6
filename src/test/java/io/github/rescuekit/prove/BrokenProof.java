package io.github.rescuekit.prove;

import io.github.rescuekit.LoopImage;
import io.github.rescuekit.model.Progress;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.repair.fsck.Fsck;
import io.github.rescuekit.repair.fsck.FsckPlan;
import io.github.rescuekit.repair.fsck.FsckResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Promise 7: a repair of a filesystem is rehearsed first and never ends worse than the plain tool. Broken filesystems are
 * repaired by both; then either nothing was changed and the reason named, or all is there that the plain tool leaves,
 * as the rehearsal said. An undo must bring back every byte.
 */
final class BrokenProof implements Proof {

    private static final int OF_CI = 12;

    @Override
    public Reach reach() {
        return Reach.OWN_DISKS;
    }

    @Override
    public void prove(Size size, Path onDisk, Tally tally) throws IOException {
        try (MemoryDirectory memory = MemoryDirectory.over(onDisk, "4g")) {
            Path directory = memory.path();
            SampleFilesystems samples = new SampleFilesystems(Files.createDirectory(directory.resolve("samples")));
            List<BrokenImage> images = size == Size.FULL ? BrokenImage.all() : spread(BrokenImage.all());
            // Of XFS and btrfs no two copies of one sample can be mounted at a time.
            AtOnce.each(
                    images.stream()
                            .collect(Collectors.groupingBy(it -> it.sample().type()))
                            .entrySet(),
                    it -> proveAll(it.getValue(), samples, directory.resolve(it.getKey()), tally));
            new BrokenControls(samples, Files.createDirectory(directory.resolve("controls")), tally).prove();
        }
        tally.requireAtLeast("broken images", size == Size.FULL ? 100 : OF_CI);
        tally.requireAtLeast("repaired", size == Size.FULL ? 50 : 5);
        tally.requireAtLeast("undone to equal bytes", size == Size.FULL ? 50 : 5);
    }

    private static void proveAll(List<BrokenImage> images, SampleFilesystems samples, Path work, Tally tally)
            throws IOException {
        for (BrokenImage broken : images) {
            Files.createDirectory(work);
            tally.count("broken images");
            prove(broken, broken.make(samples, work), tally);
            LoopImage.run("rm", "-r", work.toString());
        }
    }

    private static List<BrokenImage> spread(List<BrokenImage> all) {
        return IntStream.range(0, OF_CI)
                .mapToObj(n -> all.get(n * all.size() / OF_CI))
                .toList();
    }

    private static void prove(BrokenImage broken, Path image, Tally tally) throws IOException {
        Path plain = LoopImage.copy(image, "plain");
        PlainTool.repair(broken, plain);
        EndState wanted = EndState.of(broken.sample().type(), plain);
        try (LoopImage disk = LoopImage.attach(LoopImage.copy(image, "rescued"))) {
            faults(broken, image, disk, wanted, tally).forEach(it -> tally.broken(broken + ": " + it));
        } catch (IllegalStateException | IllegalArgumentException | NullPointerException e) {
            tally.broken(broken + ": ended with a bug: " + e);
        }
    }

    private static List<String> faults(BrokenImage broken, Path image, LoopImage disk, EndState wanted, Tally tally)
            throws IOException {
        String before = disk.sha256();
        Path directory = Files.createDirectories(image.resolveSibling("undo"));
        Fsck fsck = Rescue.fsck(directory);
        Rescue rescue = Rescue.plan(fsck, disk, broken.options(directory));
        boolean nothingToDo = rescue.plan().filter(FsckPlan::isEmpty).isPresent();
        if (rescue.refused().isEmpty() && !nothingToDo) {
            rescue = rescue.rehearse(fsck);
        }
        if (!disk.sha256().equals(before)) {
            return List.of("a look or a rehearsal changed the disk");
        }
        if (nothingToDo) {
            tally.count("found healthy");
            return EndState.of(broken.sample().type(), disk.image()).worseThan(wanted);
        }
        if (rescue.refused().isPresent()) {
            tally.count("refused");
            return unexplained(rescue.refused().get());
        }
        return repair(fsck, rescue, broken, image, disk, wanted, tally);
    }

    private static List<String> unexplained(RescueException refused) {
        return refused.happened().isBlank() || refused.next().isBlank()
                ? List.of("refused without a reason or a next step")
                : List.of();
    }

    private static List<String> repair(
            Fsck fsck, Rescue planned, BrokenImage broken, Path image, LoopImage disk, EndState wanted, Tally tally)
            throws IOException {
        String type = broken.sample().type();
        String before = disk.sha256();
        Rescue rescue = planned.apply(fsck);
        boolean changed = !disk.sha256().equals(before);
        List<String> faults = new ArrayList<>();
        rescue.refused().ifPresent(it -> faults.addAll(unexplained(it)));
        if (changed) {
            EndState end = EndState.of(type, disk.image());
            faults.addAll(end.worseThan(wanted));
            rescue.result()
                    .filter(FsckResult::isVerified)
                    .filter(it -> !end.isClean())
                    .ifPresent(it -> faults.add("it is called repaired, and is not: " + it.after()));
        }
        faults.addAll(foretold(rescue, broken.sample(), image, disk, tally));
        boolean repaired = rescue.result().filter(FsckResult::isVerified).isPresent();
        tally.count(repaired ? "repaired" : changed ? "repaired in part" : "left as they were");
        if (changed) {
            undo(fsck, rescue, disk, before).ifPresentOrElse(faults::add, () -> tally.count("undone to equal bytes"));
        }
        return faults;
    }

    private static List<String> foretold(
            Rescue rescue, SampleFilesystem sample, Path image, LoopImage disk, Tally tally) throws IOException {
        if (rescue.result().isEmpty()) {
            return List.of();
        }
        // FAT is read by mtools here, which show other names than a kernel would.
        boolean canCompare = !sample.type().equals("vfat");
        List<String> faults = Foretold.faults(
                rescue.rehearsed().orElseThrow(),
                rescue.result().get().steps(),
                canCompare ? Contents.replayed(sample, image) : Optional.empty(),
                canCompare ? Contents.replayed(sample.type(), disk.image()) : Optional.empty());
        if (faults.isEmpty()) {
            tally.count("rehearsals came true");
        }
        return faults;
    }

    /** Puts the disk back; tells why it is not what it was. */
    static Optional<String> undo(Fsck fsck, Rescue rescue, LoopImage disk, String before) {
        Optional<Path> undo = rescue.plan().flatMap(FsckPlan::undo);
        if (undo.isEmpty()) {
            return Optional.of("there is no way back");
        }
        try {
            fsck.undo(disk.device(), undo.get(), Progress.SILENT);
        } catch (RescueException e) {
            return Optional.of("it cannot be undone: " + e.happened());
        }
        return disk.sha256().equals(before) ? Optional.empty() : Optional.of("the undo brought back other bytes");
    }
}
