package io.github.rescuekit.repair.raid;

import io.github.rescuekit.model.BlockDevice;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a replacement will do. The plan that is printed is the object that is applied.
 *
 * @param disk the new one
 * @param from the healthy one that it becomes like; empty when the new one comes back with what it held
 * @param undo where the ends of the new disk are kept; empty when nothing but members changes
 * @param warnings what the operator must know before saying yes
 */
public record ReplacePlan(
        BlockDevice disk,
        Optional<BlockDevice> from,
        List<ReplaceStep> steps,
        Optional<Path> undo,
        List<String> warnings) {

    public ReplacePlan {
        steps = List.copyOf(steps);
        warnings = List.copyOf(warnings);
    }

    /** The members that it gives to arrays. */
    public List<ReplaceStep.Join> joins() {
        return only(ReplaceStep.Join.class);
    }

    <T extends ReplaceStep> List<T> only(Class<T> kind) {
        return steps.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
