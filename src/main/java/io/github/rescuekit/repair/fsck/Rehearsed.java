package io.github.rescuekit.repair.fsck;

import java.util.List;

/**
 * How a repair went in memory, where it was tried first.
 *
 * @param steps those that were taken
 */
public record Rehearsed(List<StepReport> steps, FileChanges changes) {

    public Rehearsed {
        steps = List.copyOf(steps);
    }

    /** True when nothing is lost, as far as the files tell, or else as far as the tools promise. */
    public boolean losesNothing() {
        return changes.areNone()
                || (changes.notCompared().isPresent()
                        && steps.stream().allMatch(it -> it.step().canLose().isEmpty()));
    }
}
