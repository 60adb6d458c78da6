package io.github.rescuekit.ui.command;

import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.Progress;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.report.Answer;
import io.github.rescuekit.report.TrialReport;
import io.github.rescuekit.trial.MemoryTool;
import io.github.rescuekit.trial.MemoryTrial;
import io.github.rescuekit.trial.TrialResult;
import io.github.rescuekit.trial.Trials;
import io.github.rescuekit.ui.Operator;
import io.github.rescuekit.ui.Toolkit;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code test}: does the hardware stand load? */
@Command(
        name = "test",
        description = "Does the hardware stand load?",
        footer = {
            "",
            "memory: all that is free but a reserve of a tenth, at least 512 MiB. It cannot",
            "reach pages of the kernel and of other programs, and says how much that is.",
            "Errors that ECC corrected and heat that slowed processors count as well.",
            "",
            "Examples:",
            "  rescuekit test memory                      all free memory, one minute",
            "  rescuekit test memory --time 8h            over night",
            "  rescuekit test memory --passes 1           every pattern once, with memtester",
            "  rescuekit test memory --size 512M --json",
            "",
            "Exit code 0: healthy, 3: problems found or cannot tell, 5: a program is missing."
        })
public final class TestCommand extends Verb {

    private static final String MEMORY = "memory";

    @Parameters(index = "0", paramLabel = "memory", description = "What to put under load.")
    private String subject = "";

    @Option(
            names = "--time",
            paramLabel = "TIME",
            converter = TimeConverter.class,
            description = "How long, such as 90s, 10m or 8h. Default: 1m.")
    private @Nullable Duration time;

    @Option(
            names = "--size",
            paramLabel = "SIZE",
            converter = SizeConverter.class,
            description = "Memory to test, such as 512M or 20G. Default: all but the reserve.")
    private @Nullable Bytes size;

    @Option(
            names = "--with",
            paramLabel = "stressapptest|memtester",
            description =
                    "The program that tests memory. Default: stressapptest, which finds what fails under full load."
                            + " memtester is slower and walks through more patterns.")
    private @Nullable String program;

    @Option(names = "--passes", paramLabel = "N", description = "Passes of memtester. Default: 1.")
    private @Nullable Integer passes;

    TestCommand(Toolkit toolkit, Operator operator) {
        super(toolkit, operator);
    }

    @Override
    public Level level() {
        return Level.LOOK;
    }

    @Override
    public Answer run() {
        requireSense();
        Trials trials = toolkit().health().trials();
        Progress progress = DeviceProgress.to(operator());
        List<TrialResult> results = List.of(trials.memory().run(memoryOrder(), progress));
        return new TrialReport(results).answer(style());
    }

    private void requireSense() {
        if (!subject.equals(MEMORY)) {
            throw RescueException.usage("'" + subject + "' cannot be tested", "say 'rescuekit test memory'");
        }
        if (passes != null && passes < 1) {
            throw RescueException.usage("--passes " + passes + " is no number of passes", "give 1 or more");
        }
        if (time != null
                && memoryTool().filter(it -> it == MemoryTool.MEMTESTER).isPresent()) {
            throw RescueException.usage(
                    "memtester tests in passes, not for a time", "give --passes, or --with stressapptest");
        }
    }

    private MemoryTrial.Order memoryOrder() {
        return new MemoryTrial.Order(
                Optional.ofNullable(size), memoryTool(), Optional.ofNullable(time), Optional.ofNullable(passes));
    }

    private Optional<MemoryTool> memoryTool() {
        return Optional.ofNullable(program)
                .map(name -> Stream.of(MemoryTool.values())
                        .filter(it -> it.program().equals(name))
                        .findFirst()
                        .orElseThrow(() -> RescueException.usage(
                                "'" + name + "' is no program that tests memory here",
                                "give one of: "
                                        + Stream.of(MemoryTool.values())
                                                .map(MemoryTool::program)
                                                .collect(Collectors.joining(", ")))));
    }
}
