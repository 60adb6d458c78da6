package io.github.rescuekit.trial;

import io.github.rescuekit.exec.Runner;
import io.github.rescuekit.exec.Tools;
import java.time.Duration;
import java.util.List;

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
}
