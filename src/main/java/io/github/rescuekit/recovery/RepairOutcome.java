package io.github.rescuekit.recovery;

import io.github.rescuekit.repair.Proposal;
import io.github.rescuekit.repair.RepairRun;
import java.util.Optional;

/**
 * What became of a repair that the policy allows.
 *
 * @param applied empty when it was only planned, or when there was nothing to do
 */
public record RepairOutcome(Proposal proposal, Optional<RepairRun.Applied> applied) {

    /** True when it has steps that were not applied. */
    public boolean isPlanned() {
        return applied.isEmpty() && !proposal.plan().isEmpty();
    }
}
