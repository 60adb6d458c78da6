package io.github.rescuekit.repair.fsck;

import io.github.rescuekit.diagnose.CheckResult;
import io.github.rescuekit.model.Verdict;
import java.util.List;

/**
 * What a repair did.
 *
 * @param steps those that were taken
 * @param after what a second look at the disk itself found, not at what the kernel has of it in memory
 */
public record FsckResult(FsckPlan plan, List<StepReport> steps, CheckResult after) {

    public FsckResult {
        steps = List.copyOf(steps);
    }

    public boolean isVerified() {
        return after.verdict() == Verdict.HEALTHY
                && steps.stream().noneMatch(it -> it.outcome() == StepReport.Outcome.NOT_DONE);
    }
}
