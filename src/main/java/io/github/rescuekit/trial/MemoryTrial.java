package io.github.rescuekit.trial;

import io.github.rescuekit.exec.Tools;
import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.ErrorCounters;
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
     * The programs that this order needs.
     *
     * @throws io.github.rescuekit.model.RescueException when no program can test like this
     */
    public List<String> programs(Order order) {
        return List.of(MemoryTool.fitting(order, tools).program(), FirstVictim.PROGRAM);
    }

    /**
     * Tests as ordered.
     *
     * @throws io.github.rescuekit.model.RescueException when no program can test like this, when that would not leave
     *     the reserve free, or when the operator interrupts it
     */
    public TrialResult run(Order order, Progress progress) {
        MemoryTester tester = MemoryTool.fitting(order, tools).tester(order);
        MemoryReserve memory = new MemoryReserve(
                instruments.memory().get(), instruments.available().get());
        Bytes size = memory.sizeFor(order.size());
        int processors = instruments.processors().getAsInt();
        ErrorCounters before = instruments.counters().get();
        Load.Outcome outcome = load.run(tester.commands(size, processors), since -> {
            progress.at(
                    "testing " + size + " of memory with " + tester.program() + " on "
                            + ProcessorCount.words(processors),
                    tester.fraction(since));
            return Optional.empty();
        });
        CountedErrors counted = new CountedErrors(before, instruments.counters().get());
        return result(tester, memory, tester.read(outcome).of(size), counted, outcome.duration());
    }

    private static TrialResult result(
            MemoryTester tester, MemoryReserve memory, MemoryEvidence evidence, CountedErrors counted, Duration time) {
        List<Figure> figures = new ArrayList<>();
        figures.add(Figure.bytes("testedBytes", evidence.tested(), "tested of " + memory.total()));
        figures.add(Figure.time(time));
        figures.addAll(evidence.figures());
        return Judgement.result(
                SUBJECT,
                tester.program(),
                Stream.concat(Stream.of(judgement(evidence)), counted.judgements())
                        .toList(),
                figures,
                Stream.concat(evidence.errors().stream().limit(SHOWN), counted.lines().stream())
                        .toList(),
                uncovered(memory, evidence, counted));
    }

    private static Judgement judgement(MemoryEvidence evidence) {
        if (!evidence.errors().isEmpty()) {
            return Judgement.of(
                    Verdict.FAILED,
                    "memory gave back other bits than were written",
                    "trust this machine with no data: have the memory module replaced, then test again");
        }
        return evidence.incomplete()
                .map(reason ->
                        Judgement.of(Verdict.UNKNOWN, reason, "test again, with a smaller --size when memory ran out"))
                .orElseGet(() -> Judgement.healthy("no error in " + evidence.tested()));
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
}
