package io.github.rescuekit.trial;

import io.github.rescuekit.exec.Tools;
import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.ErrorCounters;
import io.github.rescuekit.model.HardwareError.Kind;
import io.github.rescuekit.model.Progress;
import io.github.rescuekit.model.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Tests the memory that nobody uses, on all processors, and reads before and after what error correction counted. */
public final class MemoryTrial {

    /**
     * How to test.
     *
     * @param size how much; all but the reserve when absent
     * @param with the program; the first that can do it when absent
     * @param time for stressapptest
     * @param passes for memtester
     */
    public record Order(
            Optional<Bytes> size, Optional<MemoryTool> with, Optional<Duration> time, Optional<Integer> passes) {}

    private static final String SUBJECT = "memory";
    private static final List<Kind> KINDS = List.of(Kind.UNCORRECTED, Kind.CORRECTED, Kind.THROTTLED);
    private static final int SHOWN = 12;
    private final Load load;
    private final Tools tools;
    private final Instruments instruments;

    MemoryTrial(Load load, Tools tools, Instruments instruments) {
        this.load = load;
        this.tools = tools;
        this.instruments = instruments;
    }

    /**
     * Tests as ordered.
     *
     * @throws io.github.rescuekit.model.RescueException when no program can test like this, when the memory would not
     *     leave the reserve free, or when the operator interrupts it
     */
    public TrialResult run(Order order, Progress progress) {
        MemoryTester tester = MemoryTool.testerFor(order, tools);
        MemoryReserve memory = new MemoryReserve(
                instruments.memory().get(), instruments.available().get());
        Bytes size = memory.sizeFor(order.size());
        int processors = instruments.processors().getAsInt();
        ErrorCounters before = instruments.counters().get();
        Load.Outcome outcome = load.run(tester.commands(size, processors), since -> {
            progress.at(
                    "testing " + size + " of memory with " + tester.program() + " on " + processors
                            + (processors == 1 ? " processor" : " processors"),
                    tester.fraction(since));
            return Optional.empty();
        });
        CountedErrors counted = new CountedErrors(before, instruments.counters().get(), KINDS);
        return judge(tester, memory, tester.read(outcome).of(size), counted, outcome.duration());
    }

    private TrialResult judge(
            MemoryTester tester, MemoryReserve memory, MemoryEvidence evidence, CountedErrors counted, Duration time) {
        List<Figure> figures = new ArrayList<>();
        figures.add(Figure.bytes("testedBytes", evidence.tested(), "tested of " + memory.total()));
        figures.add(Figure.time(time));
        figures.addAll(evidence.figures());
        Verdict verdict = verdict(evidence, counted);
        return new TrialResult(
                SUBJECT,
                tester.program(),
                verdict,
                summary(verdict, evidence, counted),
                figures,
                Stream.concat(evidence.errors().stream(), counted.lines().stream())
                        .limit(SHOWN)
                        .toList(),
                uncovered(memory, evidence, counted),
                next(verdict));
    }

    // What is proven to be wrong stays wrong, even when the test broke off; what broke off is never proven to be right.
    private static Verdict verdict(MemoryEvidence evidence, CountedErrors counted) {
        if (!evidence.errors().isEmpty() || counted.verdict() == Verdict.FAILED) {
            return Verdict.FAILED;
        }
        if (counted.verdict() == Verdict.SUSPECT) {
            return Verdict.SUSPECT;
        }
        return evidence.incomplete().isPresent() ? Verdict.UNKNOWN : Verdict.HEALTHY;
    }

    private static String summary(Verdict verdict, MemoryEvidence evidence, CountedErrors counted) {
        return switch (verdict) {
            case FAILED ->
                evidence.errors().isEmpty()
                        ? "the machine counted errors that it could not correct"
                        : "memory gave back other bits than were written";
            case SUSPECT -> "no wrong bits, but " + counted.inWords();
            case UNKNOWN -> evidence.incomplete().orElseThrow();
            case HEALTHY -> "no error in " + evidence.tested();
        };
    }

    private static List<String> uncovered(MemoryReserve memory, MemoryEvidence evidence, CountedErrors counted) {
        long left = Math.max(0, memory.total().count() - evidence.tested().count());
        List<String> sentences = new ArrayList<>();
        sentences.add(new Bytes(left) + " of memory: what the kernel and other programs use, the reserve for them, and"
                + " what --size left out; memtest86+ from a boot medium reaches nearly all of it");
        sentences.addAll(evidence.notes());
        sentences.addAll(counted.unknowns());
        return sentences;
    }

    private static Optional<String> next(Verdict verdict) {
        return switch (verdict) {
            case FAILED ->
                Optional.of("trust this machine with no data: have the memory module replaced, then test again");
            case SUSPECT -> Optional.of("have a backup, and show this to the provider: the next error may stay wrong");
            case UNKNOWN -> Optional.of("test again, with a smaller --size when memory ran out");
            case HEALTHY -> Optional.empty();
        };
    }
}
