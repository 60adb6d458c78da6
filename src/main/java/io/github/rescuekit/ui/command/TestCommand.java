package io.github.rescuekit.ui.command;

import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.Progress;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.report.Answer;
import io.github.rescuekit.report.TrialReport;
import io.github.rescuekit.trial.DiskTrial;
import io.github.rescuekit.trial.MemoryTool;
import io.github.rescuekit.trial.MemoryTrial;
import io.github.rescuekit.trial.NetworkTrial;
import io.github.rescuekit.trial.ProcessorTrial;
import io.github.rescuekit.trial.TrialResult;
import io.github.rescuekit.trial.Trials;
import io.github.rescuekit.ui.Operator;
import io.github.rescuekit.ui.Toolkit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
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
            "memory  all that is free but a reserve of a tenth, at least 512 MiB; it cannot",
            "        reach pages of the kernel and of other programs, and says how much",
            "cpu     computations that are verified, stopped before the heat does harm",
            "disk    reads only: pieces from all over the disk, random places, SMART;",
            "        without a device all but the disks of the rescue system itself",
            "network link, speed, duplex and errors of each card, gateway, MTU, names; with",
            "        --to the throughput to a host where 'iperf3 --server' runs",
            "all     memory, cpu and disk; the worst verdict decides",
            "Errors that ECC corrected, and heat that slowed the processors, count as well.",
            "",
            "Examples:",
            "  rescuekit test memory                      all free memory, one minute",
            "  rescuekit test memory --time 8h            over night",
            "  rescuekit test memory --passes 1           every pattern once, with memtester",
            "  rescuekit test cpu --time 10m",
            "  rescuekit test disk /dev/sda --whole       read every sector once",
            "  rescuekit test network --to 203.0.113.9    with the throughput to that host",
            "  rescuekit test all --json",
            "",
            "Exit code 0: healthy, 3: problems found or cannot tell, 5: a program is missing."
        })
public final class TestCommand extends Verb {

    private static final Duration DEFAULT_TIME = Duration.ofMinutes(1);
    private static final Duration LONGEST_CHECK = Duration.ofMinutes(2);

    @Parameters(index = "0", paramLabel = TestSubject.WORDS, description = "What to put under load.")
    private String subject = "";

    @Parameters(index = "1..*", arity = "0..*", paramLabel = "DEV", description = "With disk and all: which ones.")
    private List<String> paths = new ArrayList<>();

    @Option(
            names = "--time",
            paramLabel = "TIME",
            converter = TimeConverter.class,
            description = "How long each test takes, such as 90s, 10m or 8h. Default: 1m.")
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

    @Option(names = "--whole", description = "Read every sector of the disks, however long that takes.")
    private boolean whole;

    @Option(
            names = "--to",
            paramLabel = "HOST",
            description = "With network: measure the throughput to this host, where 'iperf3 --server' runs.")
    private @Nullable String to;

    TestCommand(Toolkit toolkit, Operator operator) {
        super(toolkit, operator);
    }

    @Override
    public Level level() {
        return Level.LOOK;
    }

    @Override
    public boolean isLong() {
        return true;
    }

    @Override
    public Answer run() {
        TestSubject chosen = TestSubject.of(subject);
        requireSense(chosen);
        Trials trials = toolkit().health().trials();
        trials.requirePrograms("test " + subject, programs(chosen, trials));
        Optional<DisksToTest> disks = chosen.covers(TestSubject.DISK)
                ? Optional.of(DisksToTest.of(toolkit().machine().get(), paths))
                : Optional.empty();
        Progress progress = DeviceProgress.to(operator());
        List<TrialResult> results = new ArrayList<>();
        if (chosen.covers(TestSubject.MEMORY)) {
            results.add(part(chosen, "memory", () -> trials.memory().run(memoryOrder(), progress)));
        }
        if (chosen.covers(TestSubject.CPU)) {
            results.add(part(chosen, "processor", () -> trials.processor().run(time(), progress)));
        }
        disks.ifPresent(it -> it.devices().forEach(device -> {
            results.add(
                    part(chosen, device.path(), () -> trials.disk().run(it.machine(), device, diskOrder(), progress)));
            results.addAll(smart(it.machine(), device, progress));
        }));
        if (chosen.covers(TestSubject.NETWORK)) {
            results.addAll(trials.network().run(Optional.ofNullable(to), progress));
        }
        return new TrialReport(
                        toolkit().host().get(),
                        toolkit().inventory().get(),
                        results.stream().distinct().toList(),
                        disks.map(DisksToTest::leftOut).orElse(List.of()))
                .answer(style());
    }

    private List<String> programs(TestSubject chosen, Trials trials) {
        return Stream.of(
                        chosen.covers(TestSubject.MEMORY) ? trials.memory().programs(memoryOrder()) : List.<String>of(),
                        chosen.covers(TestSubject.CPU) ? ProcessorTrial.PROGRAMS : List.<String>of(),
                        chosen.covers(TestSubject.DISK) ? DiskTrial.PROGRAMS : List.<String>of(),
                        chosen.covers(TestSubject.NETWORK)
                                ? NetworkTrial.programs(Optional.ofNullable(to))
                                : List.<String>of())
                .flatMap(List::stream)
                .toList();
    }

    // One part that cannot be tested is no reason to leave the others untested, when all were asked for.
    private static TrialResult part(TestSubject chosen, String name, Supplier<TrialResult> trial) {
        try {
            return trial.get();
        } catch (RescueException e) {
            if (chosen != TestSubject.ALL) {
                throw e;
            }
            return TrialResult.impossible(name, e.unlessInterrupted());
        }
    }

    private List<TrialResult> smart(Machine machine, BlockDevice device, Progress progress) {
        return toolkit().health().checkup(LONGEST_CHECK).ofDisksBelow(machine, device, progress).stream()
                .map(TrialReport::of)
                .toList();
    }

    private void requireSense(TestSubject chosen) {
        requireFits(paths.isEmpty() || chosen.covers(TestSubject.DISK), String.join(" ", paths), "'test disk'");
        requireFits(!whole || chosen.covers(TestSubject.DISK), "--whole", "'test disk'");
        requireFits(to == null || chosen.covers(TestSubject.NETWORK), "--to", "'test network'");
        requireFits(time == null || chosen != TestSubject.NETWORK, "--time", "the tests of memory, cpu and disk");
        requireFits(
                to == null || (to.matches("[\\w.:%-]{1,253}") && !to.startsWith("-")),
                "--to " + to,
                "a host name or address");
        requireFits(size == null || chosen.covers(TestSubject.MEMORY), "--size", "'test memory'");
        requireFits(program == null || chosen.covers(TestSubject.MEMORY), "--with", "'test memory'");
        requireFits(passes == null || chosen.covers(TestSubject.MEMORY), "--passes", "'test memory'");
        requireFits(time == null || !whole || chosen == TestSubject.ALL, "--time", "a test without --whole");
        if (passes != null && passes < 1) {
            throw RescueException.usage("--passes " + passes + " is no number of passes", "give 1 or more");
        }
        if (chosen == TestSubject.MEMORY && time != null && countsPasses()) {
            throw RescueException.usage(
                    "memtester tests in passes, not for a time", "give --passes, or --with stressapptest");
        }
    }

    private static void requireFits(boolean fits, String word, String belongsTo) {
        if (!fits) {
            throw RescueException.usage("'" + word + "' belongs to " + belongsTo, "leave it out here");
        }
    }

    private boolean countsPasses() {
        return passes != null
                || memoryTool().filter(it -> it == MemoryTool.MEMTESTER).isPresent();
    }

    private MemoryTrial.Order memoryOrder() {
        // With "all" the time is for the other tests as well, which know no passes.
        Optional<Duration> memoryTime = countsPasses() ? Optional.empty() : Optional.ofNullable(time);
        return new MemoryTrial.Order(Optional.ofNullable(size), memoryTool(), memoryTime, Optional.ofNullable(passes));
    }

    private DiskTrial.Order diskOrder() {
        return new DiskTrial.Order(time(), whole);
    }

    private Duration time() {
        return time == null ? DEFAULT_TIME : time;
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
