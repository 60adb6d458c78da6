package io.github.rescuekit.recovery;

import io.github.rescuekit.diagnose.Checkup;
import io.github.rescuekit.diagnose.InstalledSystemSearch;
import io.github.rescuekit.layers.Layers;
import io.github.rescuekit.leave.Departure;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.Progress;
import io.github.rescuekit.repair.TargetAccess;
import io.github.rescuekit.repair.fsck.Fsck;
import io.github.rescuekit.repair.recipes.Recipes;
import io.github.rescuekit.trial.TrialResult;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Does to one system what a policy allows, and asks nobody. */
public final class Recovery {

    /** Puts memory, processors and disks under load, each for some time. */
    @FunctionalInterface
    public interface HardwareTest {
        List<TrialResult> run(Machine machine, List<BlockDevice> disks, Duration each, Progress progress);
    }

    /**
     * What it works with.
     *
     * @param look the machine at this moment
     */
    public record Parts(
            Supplier<Machine> look,
            Layers layers,
            InstalledSystemSearch search,
            Supplier<Checkup> checkup,
            HardwareTest hardware,
            Supplier<Fsck> fsck,
            TargetAccess targets,
            Recipes recipes,
            Departure departure) {}

    /**
     * Who hears how far it has come.
     *
     * @param stages one sentence when a stage begins
     */
    public record Listener(Consumer<String> stages, Progress progress) {}

    private final Parts parts;
    private final Listener listener;

    public Recovery(Parts parts, Listener listener) {
        this.parts = parts;
        this.listener = listener;
    }

    /** What {@link #run} would do; it only looks. */
    public Recovered plan(Policy policy) {
        return new RecoveryRun(parts, policy, listener).plan();
    }

    /**
     * Surveys, checks, mounts, diagnoses, repairs what the policy allows, verifies, and leaves the server's disks. An
     * error ends it early.
     */
    public Recovered run(Policy policy) {
        return new RecoveryRun(parts, policy, listener).run();
    }

    /** Reboots, when the policy wants that and nothing is left to be looked at by a person. */
    public void rebootAfter(Recovered recovered) {
        if (recovered.mayReboot()) {
            parts.departure().reboot();
        }
    }
}
