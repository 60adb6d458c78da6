package io.github.rescuekit.repair.raid;

import io.github.rescuekit.diagnose.raid.RaidArray;
import io.github.rescuekit.model.MdState;
import io.github.rescuekit.model.Verdict;
import java.util.List;

/**
 * What a replacement did.
 *
 * @param rebuilt each member that was given to an array
 * @param after the arrays as a second look judges them
 */
public record ReplaceResult(ReplacePlan plan, List<Rebuilt> rebuilt, List<RaidArray> after) {

    /** A member, and how its array stands at the end. */
    public record Rebuilt(ReplaceStep.Join join, MdState state) {

        public boolean isWhole() {
            return state.isWholeWith(join.member());
        }
    }

    public ReplaceResult {
        rebuilt = List.copyOf(rebuilt);
        after = List.copyOf(after);
    }

    public boolean isVerified() {
        return rebuilt.stream().allMatch(Rebuilt::isWhole)
                && after.stream().allMatch(it -> it.judgement().verdict() == Verdict.HEALTHY);
    }
}
