package io.github.rescuekit.prove;

import io.github.rescuekit.LoopImage;
import io.github.rescuekit.exec.Result;
import io.github.rescuekit.repair.CrashEdit;
import io.github.rescuekit.repair.CrashScene;
import io.github.rescuekit.repair.CrashScene.End;
import io.github.rescuekit.repair.CrashTarget;
import io.github.rescuekit.repair.PlantedBug;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Promises 3 and 4 for a power cut: every write and flush of an edit is recorded, and the disk is put together again as
 * a cut after each of them, or a disk that reorders them, can leave it. The file system recovers; then each file must be
 * old or new, and an undo must bring back the old ones.
 */
final class PowerLossProof implements Proof {

    private static final List<String> TYPES = List.of("ext4", "xfs", "btrfs");
    private static final int OF_EACH_IN_CI = 5;
    private static final int OF_EACH = 90;

    @Override
    public Reach reach() {
        return Reach.OWN_DISKS;
    }

    @Override
    public void prove(Size size, Path onDisk, Tally tally) throws IOException {
        try (MemoryDirectory memory = MemoryDirectory.over(onDisk, "2g")) {
            Path directory = memory.path();
            for (CrashEdit edit : CrashEdit.values()) {
                CrashScene model = CrashScene.model(edit, on(work(directory, edit.name())));
                AtOnce.each(TYPES, type -> prove(edit, model, type, size, work(directory, edit + "-" + type), tally));
            }
            CrashScene model = CrashScene.model(CrashEdit.REPLACE, on(work(directory, "planted")));
            for (PlantedBug bug : PlantedBug.values()) {
                catchIt(bug, model, directory, tally);
            }
        }
        tally.requireAtLeast("crash states", size == Size.FULL ? 1_500 : 100);
    }

    private static void prove(CrashEdit edit, CrashScene model, String type, Size size, Path work, Tally tally)
            throws IOException {
        Path image = disk(work, type);
        CrashScene scene = lay(image, type, model);
        Recording recording = Recording.of(image, type, root -> edit.perform(on(root)));
        new CrashStates(recording, size == Size.FULL ? OF_EACH : OF_EACH_IN_CI).visit((state, name, end) -> {
            tally.count("crash states");
            String which = edit + " on " + type + ", " + name + " (" + end + "): ";
            faults(scene, state, type, end).forEach(it -> tally.broken(which + it));
            return true;
        });
        LoopImage.run("rm", "-r", work.toString());
    }

    private static void catchIt(PlantedBug bug, CrashScene model, Path directory, Tally tally) throws IOException {
        for (String type : TYPES) {
            Path work = work(directory, bug + "-" + type);
            Path image = disk(work, type);
            CrashScene scene = lay(image, type, model);
            Recording recording = Recording.of(image, type, root -> bug.perform(on(root)));
            List<String> faults = new ArrayList<>();
            new CrashStates(recording, OF_EACH).visit((state, name, end) -> {
                faults.addAll(faults(scene, state, type, end));
                return !bug.isFoundIn(faults);
            });
            LoopImage.run("rm", "-r", work.toString());
            if (bug.isFoundIn(faults)) {
                tally.count("planted bugs caught");
                return;
            }
        }
        tally.broken("the planted bug " + bug + " was not found on any file system");
    }

    private static CrashTarget on(Path root) {
        return new CrashTarget(root, true);
    }

    private static Path work(Path directory, String name) throws IOException {
        return Files.createDirectory(directory.resolve(name));
    }

    private static Path disk(Path work, String type) {
        int mebibytes = type.equals("xfs") ? 300 : 128;
        return LoopImage.formatted(work, type, mebibytes);
    }

    private static CrashScene lay(Path image, String type, CrashScene model) throws IOException {
        List<CrashScene> scene = new ArrayList<>();
        LoopImage.mounted(image, type, root -> scene.add(CrashScene.lay(on(root), model)));
        return scene.get(0);
    }

    private static List<String> faults(CrashScene scene, Path image, String type, End end) throws IOException {
        Path at = Files.createDirectories(image.resolveSibling("crashed"));
        String options = type.equals("xfs") ? "loop,nouuid" : "loop";
        Result mounted = LoopImage.tryRun("mount", "-t", type, "-o", options, image.toString(), at.toString());
        if (mounted.exitCode() != 0) {
            return List.of("the file system does not recover: " + mounted.err());
        }
        try {
            return scene.faults(on(at), end);
        } finally {
            LoopImage.unmount(at);
        }
    }
}
