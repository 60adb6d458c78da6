package io.github.rescuekit.trial;

import io.github.rescuekit.exec.Tools;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.RescueException;
import java.time.Duration;
import java.util.stream.Stream;

/** The programs that can test memory; the first that is installed is taken where none is asked for. */
public enum MemoryTool {
    STRESSAPPTEST(StressapptestOnAllProcessors.PROGRAM),
    MEMTESTER(MemtesterOnEachProcessor.PROGRAM);

    private static final Duration DEFAULT_TIME = Duration.ofMinutes(1);
    private static final int DEFAULT_PASSES = 1;

    private final String program;

    MemoryTool(String program) {
        this.program = program;
    }

    /** The program by its name, which is also what {@code --with} takes. */
    public String program() {
        return program;
    }

    /**
     * The one that can do what is ordered.
     *
     * @throws RescueException when none is installed, or when no program can do that
     */
    static MemoryTool fitting(MemoryTrial.Order order, Tools tools) {
        if (order.with().filter(it -> it == STRESSAPPTEST).isPresent()
                && order.passes().isPresent()) {
            throw RescueException.usage(
                    "stressapptest tests for a time, not in passes", "give --time, or --with memtester");
        }
        return order.with().orElseGet(() -> firstFitting(order, tools));
    }

    MemoryTester tester(MemoryTrial.Order order) {
        return switch (this) {
            case STRESSAPPTEST -> new StressapptestOnAllProcessors(order.time().orElse(DEFAULT_TIME));
            case MEMTESTER -> new MemtesterOnEachProcessor(order.passes().orElse(DEFAULT_PASSES));
        };
    }

    private static MemoryTool firstFitting(MemoryTrial.Order order, Tools tools) {
        if (order.passes().isPresent()) {
            return MEMTESTER;
        }
        if (order.time().isPresent()) {
            return STRESSAPPTEST;
        }
        return Stream.of(values())
                .filter(it -> tools.has(it.program))
                .findFirst()
                .orElseThrow(MemoryTool::noneInstalled);
    }

    private static RescueException noneInstalled() {
        return new RescueException(
                ExitCode.TOOL_FAILED,
                "'rescuekit test memory' needs stressapptest or memtester, and neither is installed",
                "install one of them ('apt-get install stressapptest'), then try again");
    }
}
