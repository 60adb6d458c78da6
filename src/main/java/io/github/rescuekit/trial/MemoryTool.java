package io.github.rescuekit.trial;

import io.github.rescuekit.exec.Tools;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.RescueException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The programs that can test memory; the first that is installed is taken where none is asked for. */
public enum MemoryTool {
    STRESSAPPTEST(StressapptestTester.PROGRAM),
    MEMTESTER(MemtesterTester.PROGRAM);

    private static final String FEATURE = "test memory";
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
     * @throws RescueException when it is not installed, or when no program can do that
     */
    static MemoryTester testerFor(MemoryTrial.Order order, Tools tools) {
        MemoryTool tool = order.with().orElseGet(() -> fitting(order, tools));
        if (tool == STRESSAPPTEST && order.passes().isPresent()) {
            throw RescueException.usage(
                    "stressapptest tests for a time, not in passes", "give --time, or --with memtester");
        }
        Programs.require(tools, FEATURE, List.of(tool.program, FirstVictim.PROGRAM));
        return switch (tool) {
            case STRESSAPPTEST -> new StressapptestTester(order.time().orElse(DEFAULT_TIME));
            case MEMTESTER -> new MemtesterTester(order.passes().orElse(DEFAULT_PASSES));
        };
    }

    private static MemoryTool fitting(MemoryTrial.Order order, Tools tools) {
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
                "'" + FEATURE + "' needs stressapptest or memtester, and neither is installed",
                "install one of them ('apt-get install stressapptest'), then try again");
    }
}
