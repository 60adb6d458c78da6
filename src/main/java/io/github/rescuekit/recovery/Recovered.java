package io.github.rescuekit.recovery;

import io.github.rescuekit.diagnose.CheckResult;
import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.leave.Departed;
import io.github.rescuekit.leave.Outlook;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.Finding;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.model.Severity;
import io.github.rescuekit.repair.Diagnosis;
import io.github.rescuekit.repair.fsck.FsckPlan;
import io.github.rescuekit.repair.fsck.FsckResult;
import io.github.rescuekit.trial.TrialResult;
import java.util.List;
import java.util.Optional;

/**
 * What an unattended run found and did.
 *
 * @param system its files can no longer be read; empty when none was found
 * @param checks before anything was changed
 * @param trials how the hardware stood its load; empty when the policy wants none
 * @param fsckPlans for filesystems that are not healthy, as far as nothing can get lost
 * @param found what was wrong
 * @param repairs in the order of the policy
 * @param left what is wrong after the last repair; empty when it was not looked at again
 * @param lastChecks after the last repair
 * @param beganToWrite false when for sure no block was written
 * @param outlook whether the system will boot; empty when it did not come to that
 * @param departed what was taken down, and what is in the way
 * @param stopped the error that ended the run early
 */
public record Recovered(
        Policy policy,
        Optional<InstalledSystem> system,
        List<CheckResult> checks,
        List<TrialResult> trials,
        List<FsckPlan> fsckPlans,
        List<FsckResult> fscks,
        Optional<Diagnosis> found,
        List<RepairOutcome> repairs,
        Optional<Diagnosis> left,
        List<CheckResult> lastChecks,
        boolean beganToWrite,
        Optional<Outlook> outlook,
        Optional<Departed> departed,
        Optional<RescueException> stopped) {

    public Recovered {
        checks = List.copyOf(checks);
        trials = List.copyOf(trials);
        fsckPlans = List.copyOf(fsckPlans);
        fscks = List.copyOf(fscks);
        repairs = List.copyOf(repairs);
        lastChecks = List.copyOf(lastChecks);
    }

    public ExitCode exitCode() {
        return stopped.map(RescueException::exitCode)
                .or(() -> departed.map(Departed::exitCode).filter(it -> it != ExitCode.DONE))
                .orElse(isHealthy() && !hasWork() ? ExitCode.DONE : ExitCode.PROBLEMS_FOUND);
    }

    /** True when a plan waits for somebody who applies it. */
    public boolean hasWork() {
        return repairs.stream().anyMatch(RepairOutcome::isPlanned) || fscks.size() < fsckPlans.size();
    }

    /** True when the policy wants it, and no doubt is left. */
    public boolean mayReboot() {
        return policy.leave() == Policy.Leave.REBOOT && exitCode() == ExitCode.DONE && departed.isPresent();
    }

    private boolean isHealthy() {
        return diagnosis().unknowns().isEmpty()
                && diagnosis().findings().stream().map(Finding::severity).allMatch(it -> it == Severity.NOTE)
                && checksNow().stream().noneMatch(CheckResult::callsForAction)
                && trials.stream().allMatch(it -> it.next().isEmpty())
                && outlook.filter(Outlook::callsForAction).isEmpty();
    }

    private List<CheckResult> checksNow() {
        return left.isPresent() ? lastChecks : checks;
    }

    /** What is wrong now, as far as it was looked at. */
    private Diagnosis diagnosis() {
        return left.or(() -> found).orElseGet(() -> new Diagnosis(List.of(), List.of()));
    }
}
