package io.github.rescuekit.trial;

import io.github.rescuekit.exec.Runner;
import io.github.rescuekit.exec.Tools;
import java.time.Duration;

/** The trials there are. */
public final class Trials {

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private final Load load;
    private final Tools tools;
    private final Instruments instruments;

    public Trials(Runner runner, Tools tools, Instruments instruments) {
        this.load = new Load(runner, BETWEEN_LOOKS);
        this.tools = tools;
        this.instruments = instruments;
    }

    public MemoryTrial memory() {
        return new MemoryTrial(load, tools, instruments);
    }
}
