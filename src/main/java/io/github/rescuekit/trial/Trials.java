package io.github.rescuekit.trial;

import io.github.rescuekit.exec.Runner;
import io.github.rescuekit.exec.Tools;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.Progress;
import io.github.rescuekit.model.RescueException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The trials there are. */
public final class Trials {

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private final Runner runner;
    private final Load load;
    private final Tools tools;
    private final Instruments instruments;

    public Trials(Runner runner, Tools tools, Instruments instruments) {
        this.runner = runner;
        this.load = new Load(runner, BETWEEN_LOOKS);
        this.tools = tools;
        this.instruments = instruments;
    }

    /**
     * Sees that all programs are there, before the first minute is spent.
     *
     * @param feature what does not go without them, such as {@code test cpu}
     * @throws io.github.rescuekit.model.RescueException with all that are missing, and their packages
     */
    public void requirePrograms(String feature, List<String> programs) {
        Programs.require(tools, feature, programs);
    }

    public MemoryTrial memory() {
        return new MemoryTrial(load, tools, instruments);
    }

    public ProcessorTrial processor() {
        return new ProcessorTrial(load, instruments);
    }

    public DiskTrial disk() {
        return new DiskTrial(runner, tools, instruments);
    }

    public NetworkTrial network() {
        return new NetworkTrial(runner, tools);
    }

    /** Memory, processors and disks one after the other; what cannot be tested does not stop the others. */
    public List<TrialResult> everything(Machine machine, List<BlockDevice> disks, Duration each, Progress progress) {
        MemoryTrial.Order memory =
                new MemoryTrial.Order(Optional.empty(), Optional.empty(), Optional.of(each), Optional.empty());
        List<TrialResult> results = new ArrayList<>();
        results.add(unlessImpossible("memory", () -> memory().run(memory, progress)));
        results.add(unlessImpossible("processor", () -> processor().run(each, progress)));
        for (BlockDevice disk : disks) {
            DiskTrial.Order order = new DiskTrial.Order(each, false);
            results.add(unlessImpossible(disk.path(), () -> disk().run(machine, disk, order, progress)));
        }
        return List.copyOf(results);
    }

    private static TrialResult unlessImpossible(String subject, Supplier<TrialResult> trial) {
        try {
            return trial.get();
        } catch (RescueException e) {
            return TrialResult.impossible(subject, e.unlessInterrupted());
        }
    }
}
