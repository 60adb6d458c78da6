package io.github.rescuekit.recovery;

import io.github.rescuekit.diagnose.CheckResult;
import io.github.rescuekit.diagnose.Examination;
import io.github.rescuekit.diagnose.FoundSystems;
import io.github.rescuekit.diagnose.SystemCandidate;
import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.layers.Access;
import io.github.rescuekit.layers.LuksKey;
import io.github.rescuekit.layers.Opening;
import io.github.rescuekit.leave.Departed;
import io.github.rescuekit.leave.Outlook;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.model.Secret;
import io.github.rescuekit.model.Verdict;
import io.github.rescuekit.recovery.Policy.AllowedRepair;
import io.github.rescuekit.repair.AskedRecipe;
import io.github.rescuekit.repair.Choice;
import io.github.rescuekit.repair.Diagnosis;
import io.github.rescuekit.repair.Proposal;
import io.github.rescuekit.repair.RepairRun;
import io.github.rescuekit.repair.RepairTarget;
import io.github.rescuekit.repair.SecretLine;
import io.github.rescuekit.repair.fsck.FsckOptions;
import io.github.rescuekit.repair.fsck.FsckPlan;
import io.github.rescuekit.repair.fsck.FsckResult;
import io.github.rescuekit.trial.TrialResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** One unattended run, stage by stage, with what each found. */
final class RecoveryRun {

    private final Recovery.Parts parts;
    private final Policy policy;
    private final Recovery.Listener listener;

    private Optional<InstalledSystem> system = Optional.empty();
    private Set<BlockDevice> filesystems = Set.of();
    private List<CheckResult> checks = List.of();
    private List<TrialResult> trials = List.of();
    private final List<FsckPlan> fsckPlans = new ArrayList<>();
    private final List<FsckResult> fscks = new ArrayList<>();
    private Optional<Diagnosis> found = Optional.empty();
    private final Map<String, Secret> secrets = new HashMap<>();
    private final List<RepairOutcome> repairs = new ArrayList<>();
    private Optional<Diagnosis> left = Optional.empty();
    private List<CheckResult> lastChecks = List.of();
    private boolean beganToWrite;
    private Optional<Outlook> outlook = Optional.empty();
    private Optional<Departed> departed = Optional.empty();

    RecoveryRun(Recovery.Parts parts, Policy policy, Recovery.Listener listener) {
        this.parts = parts;
        this.policy = policy;
        this.listener = listener;
    }

    Recovered plan() {
        return untilAnError(() -> {
            readSecrets();
            boolean isAllOurs = parts.layers().opened().isEmpty();
            open(Access.READ_ONLY);
            try {
                search(Optional::empty).ifPresent(root -> {
                    check();
                    planFsck();
                    diagnose(root);
                });
            } finally {
                if (isAllOurs) {
                    parts.layers().close();
                }
            }
        });
    }

    Recovered run() {
        return untilAnError(() -> {
            readSecrets();
            open(Access.WRITABLE);
            BlockDevice root = search(() -> {
                        runFsck();
                        return Optional.of(findSystem());
                    })
                    .orElseThrow();
            check();
            policy.test().ifPresent(this::test);
            planFsck();
            runFsck();
            refuseDamaged();
            diagnose(root);
            repair(root);
            judge(root);
            leave(root);
        });
    }

    private Recovered untilAnError(Runnable stages) {
        Optional<RescueException> stopped = Optional.empty();
        try {
            stages.run();
        } catch (RescueException e) {
            stopped = Optional.of(e);
        }
        return new Recovered(
                policy,
                system,
                checks,
                trials,
                fsckPlans,
                fscks,
                found,
                repairs,
                left,
                lastChecks,
                beganToWrite,
                outlook,
                departed,
                stopped);
    }

    private void open(Access access) {
        if (policy.open() == Policy.Open.NOTHING) {
            return;
        }
        listener.stages().accept("Opening arrays, volume groups and encrypted volumes");
        Opening opening = new Opening(access, policy.open() == Policy.Open.DEGRADED, this::key);
        new Unlocking(parts.look(), parts.layers(), parts.search())
                .open(opening, Optional.empty()).stream()
                        .filter(it -> !it.isOpen())
                        .forEach(it -> listener.stages()
                                .accept("It stays closed, " + it.name() + ": "
                                        + it.obstacle().orElse("")));
    }

    private Optional<LuksKey> key(String device) {
        return Optional.ofNullable(policy.keys().get(device)).map(LuksKey.KeyFile::new);
    }

    /**
     * The system's root. A root without its superblock shows nothing, and is found only when that was mended: which repairs
     * that takes is planned then.
     */
    private Optional<BlockDevice> search(Supplier<Optional<BlockDevice>> afterPlanning) {
        try {
            return Optional.of(findSystem());
        } catch (RescueException e) {
            if (e.unlessInterrupted().exitCode() != ExitCode.PERSON_NEEDED) {
                planSuperblocks();
            }
            if (fsckPlans.isEmpty()) {
                throw e;
            }
            return afterPlanning.get();
        }
    }

    private void planSuperblocks() {
        if (policy.fsck() == Policy.Fsck.PREEN) {
            Machine machine = parts.look().get();
            parts.fsck().get().withoutSuperblock(machine).stream()
                    .filter(it -> isMeant(machine, it))
                    .map(it -> parts.fsck().get().plan(it.path(), FsckOptions.DEFAULT, listener.progress()))
                    .forEach(fsckPlans::add);
        }
    }

    // Of a UUID or a hostname nobody can tell before the filesystem shows itself.
    private boolean isMeant(Machine machine, BlockDevice device) {
        return policy.system()
                .filter(it -> it.startsWith("/"))
                .map(path -> device.path().equals(path)
                        || machine.disksOf(device).stream()
                                .anyMatch(it -> it.path().equals(path)))
                .orElse(true);
    }

    private BlockDevice findSystem() {
        listener.stages().accept("Looking for the installed system");
        try (FoundSystems systems = parts.search().find(parts.look().get(), policy.system())) {
            SystemCandidate chosen = systems.choose(policy.system());
            system = Optional.of(chosen.system());
            filesystems = chosen.mounted().devices();
            return chosen.device();
        }
    }

    private void check() {
        if (policy.check()) {
            checks = checkNow("Checking its disks and filesystems");
            checks.stream().filter(CheckResult::showsFailingDisk).findFirst().ifPresent(it -> {
                throw RescueException.refused(
                        "failing-disk",
                        it.device() + ": " + it.summary(),
                        "copy the data off first; a policy with 'check = no' goes on without asking the disks");
            });
        }
    }

    private List<CheckResult> checkNow(String stage) {
        listener.stages().accept(stage);
        Machine machine = parts.look().get();
        Set<CheckResult> results = new LinkedHashSet<>();
        for (BlockDevice device : again(machine)) {
            results.addAll(parts.checkup().get().ofDevice(machine, device, listener.progress()));
        }
        return List.copyOf(results);
    }

    private List<BlockDevice> again(Machine machine) {
        return filesystems.stream().map(machine::again).toList();
    }

    // What memory or a disk makes of the bytes would be written.
    private void test(Duration each) {
        listener.stages().accept("Testing memory, processors and disks");
        Machine machine = parts.look().get();
        List<BlockDevice> disks = again(machine).stream()
                .flatMap(it -> machine.disksOf(it).stream())
                .distinct()
                .toList();
        trials = parts.hardware().run(machine, disks, each, listener.progress());
        trials.stream().filter(it -> it.verdict() == Verdict.FAILED).findFirst().ifPresent(it -> {
            throw RescueException.refused(
                    "failing-hardware",
                    it.subject() + ": " + it.summary(),
                    it.next().orElse("have it replaced before anything is written"));
        });
    }

    private void planFsck() {
        if (policy.fsck() == Policy.Fsck.PREEN) {
            again(parts.look().get()).stream()
                    .filter(parts.fsck().get()::knows)
                    .filter(it -> !isHealthy(it))
                    .map(it -> parts.fsck().get().plan(it.path(), FsckOptions.DEFAULT, listener.progress()))
                    .map(FsckPlan::withoutLoss)
                    .filter(it -> !it.isEmpty())
                    .forEach(fsckPlans::add);
        }
    }

    private boolean isHealthy(BlockDevice device) {
        return checks.stream().anyMatch(it -> it.device().equals(device.path()) && it.verdict() == Verdict.HEALTHY);
    }

    private void runFsck() {
        for (FsckPlan plan : fsckPlans.subList(fscks.size(), fsckPlans.size())) {
            requireNoLoss(plan);
            listener.stages()
                    .accept("Repairing the filesystem on " + plan.device().path());
            beganToWrite = true;
            fscks.add(parts.fsck().get().apply(plan, listener.progress()));
        }
    }

    private void requireNoLoss(FsckPlan plan) {
        listener.stages().accept("Rehearsing the repair of " + plan.device().path() + " in memory");
        if (!parts.fsck().get().rehearse(plan, listener.progress()).losesNothing()) {
            throw RescueException.refused(
                    "would-lose-files",
                    "the repair of " + plan.device().path() + " would lose or move files",
                    "see which: 'rescuekit fsck " + plan.device().path() + " --plan'");
        }
    }

    // To write into a damaged filesystem makes it worse.
    private void refuseDamaged() {
        Stream<CheckResult> now = checks.stream()
                .map(before -> fscks.stream()
                        .map(FsckResult::after)
                        .filter(after -> after.device().equals(before.device()))
                        .findFirst()
                        .orElse(before));
        now.filter(it -> it.verdict() == Verdict.FAILED).findFirst().ifPresent(it -> {
            throw RescueException.refused(
                    "damaged-filesystem",
                    it.device() + ": " + it.summary(),
                    "look at it with 'rescuekit fsck " + it.device() + " --plan'"
                            + (policy.fsck() == Policy.Fsck.NEVER ? ", or allow 'fsck = preen'" : ""));
        });
    }

    private void diagnose(BlockDevice root) {
        listener.stages().accept("Diagnosing");
        Machine machine = parts.look().get();
        repairs.clear();
        parts.targets().look(machine, machine.again(root), target -> {
            InstalledSystem now = target.look();
            found = Optional.of(Diagnosis.of(now, asked()));
            policy.repairs().forEach(it -> repairs.add(new RepairOutcome(proposal(it, now), Optional.empty())));
            return true;
        });
    }

    // Every recipe, those of the policy with what it says for them.
    private List<Examination> asked() {
        return parts.recipes().all().stream()
                .map(recipe -> policy.repairs().stream()
                        .filter(it -> it.recipe().equals(recipe.id()))
                        .findFirst()
                        .<Examination>map(it -> new AskedRecipe(recipe, it.choice()))
                        .orElse(recipe))
                .toList();
    }

    private Proposal proposal(AllowedRepair allowed, InstalledSystem now) {
        Choice choice = Optional.ofNullable(secrets.get(allowed.recipe()))
                .map(allowed.choice()::with)
                .orElseGet(allowed::choice);
        return Proposal.of(parts.recipes().require(allowed.recipe()), choice, now);
    }

    // Before anything is written: a secret that is missing must not stop the run half way.
    private void readSecrets() {
        policy.secrets().forEach((recipe, file) -> secrets.put(recipe, secret(file)));
    }

    private static Secret secret(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return SecretLine.read(file.toString(), in);
        } catch (IOException e) {
            throw RescueException.usage(
                            "the secret in " + file + " cannot be read: " + e.getMessage(),
                            "name a file that root can read")
                    .causedBy(e);
        }
    }

    private void repair(BlockDevice root) {
        if (repairs.stream().noneMatch(RepairOutcome::isPlanned)) {
            return;
        }
        Machine machine = parts.look().get();
        listener.stages().accept("Repairing");
        parts.targets().work(machine, machine.again(root), "recover", target -> {
            beganToWrite = true;
            for (int i = 0; i < repairs.size(); i++) {
                repairs.set(i, repair(policy.repairs().get(i), target));
            }
            return true;
        });
    }

    private RepairOutcome repair(AllowedRepair allowed, RepairTarget target) {
        Proposal proposal = proposal(allowed, target.look());
        return new RepairOutcome(
                proposal,
                proposal.plan().isEmpty()
                        ? Optional.empty()
                        : Optional.of(target.apply(proposal, RepairRun.Listener.SILENT)));
    }

    // From the disk again, after everything was unmounted: memory could still hold what the disk does not.
    private void judge(BlockDevice root) {
        if (beganToWrite && policy.check()) {
            lastChecks = checkNow("Checking again");
        }
        Machine machine = parts.look().get();
        parts.targets().look(machine, machine.again(root), target -> {
            if (beganToWrite) {
                listener.stages().accept("Diagnosing again");
                left = Optional.of(Diagnosis.of(target.look(), asked()));
            }
            listener.stages().accept("Leaving: will it boot?");
            outlook = Optional.of(parts.departure().outlook(machine, target));
            return true;
        });
    }

    private void leave(BlockDevice root) {
        Machine machine = parts.look().get();
        departed = Optional.of(parts.departure().leave(machine.again(root)));
    }
}
