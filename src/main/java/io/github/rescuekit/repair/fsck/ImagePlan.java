package io.github.rescuekit.repair.fsck;

import io.github.rescuekit.model.BlockDevice;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The way back for tools without an undo log: a copy of the whole device, when there is room for it. */
record ImagePlan(Optional<Path> undo, List<FsckStep> steps) {

    private static final String FILE = "image";

    ImagePlan {
        steps = List.copyOf(steps);
    }

    static ImagePlan of(BlockDevice device, UndoPlace place, FsckOptions options) {
        Optional<Path> undo = place.directoryFor(device.path(), device.size(), options);
        return new ImagePlan(
                undo,
                undo.<List<FsckStep>>map(it -> List.of(new FsckStep.SaveImage(device.path(), it.resolve(FILE))))
                        .orElse(List.of()));
    }

    List<FsckStep> then(List<FsckStep> more) {
        List<FsckStep> all = new ArrayList<>(steps);
        all.addAll(more);
        return all;
    }
}
