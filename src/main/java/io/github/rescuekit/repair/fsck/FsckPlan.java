package io.github.rescuekit.repair.fsck;

import io.github.rescuekit.diagnose.CheckResult;
import io.github.rescuekit.model.BlockDevice;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a repair will do. The plan that is printed is the object that is applied.
 *
 * @param type the filesystem's type
 * @param before what a look found
 * @param steps in order; empty when there is nothing to repair
 * @param undo the directory for the way back; empty when there is none
 * @param warnings what the operator must know before saying yes
 */
public record FsckPlan(
        BlockDevice device,
        String type,
        CheckResult before,
        List<FsckStep> steps,
        Optional<Path> undo,
        List<String> warnings) {

    public FsckPlan {
        steps = List.copyOf(steps);
        warnings = List.copyOf(warnings);
    }

    FsckPlan warning(String warning) {
        List<String> more = new ArrayList<>(warnings);
        more.add(warning);
        return new FsckPlan(device, type, before, steps, undo, more);
    }

    /** Only what cannot lose anything; empty when that mends nothing. */
    public FsckPlan withoutLoss() {
        List<FsckStep> safe =
                steps.stream().filter(it -> it.canLose().isEmpty()).toList();
        boolean mends = safe.stream().anyMatch(it -> !(it instanceof FsckStep.SaveImage));
        return new FsckPlan(device, type, before, mends ? safe : List.of(), undo, warnings);
    }

    public boolean isEmpty() {
        return steps.isEmpty();
    }
}
