package io.github.rescuekit.trial;

import io.github.rescuekit.exec.Command;
import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.parse.Memtester;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** One memtester for each processor, each with its share: walks through every pattern, and takes its time for it. */
final class MemtesterOnEachProcessor implements MemoryTester {

    static final String PROGRAM = "memtester";

    private static final long MEBIBYTE = Bytes.mib(1).count();
    private static final Duration LONGEST = Duration.ofDays(30);

    private final int passes;
    private final AtomicInteger testsBegun = new AtomicInteger();
    private int programs = 1;

    MemtesterOnEachProcessor(int passes) {
        this.passes = passes;
    }

    @Override
    public String program() {
        return PROGRAM;
    }

    @Override
    public List<Command> commands(Bytes size, int processors) {
        long mebibytes = size.count() / MEBIBYTE;
        programs = (int) Math.min(processors, mebibytes);
        return IntStream.range(0, programs)
                .mapToObj(n -> command(share(mebibytes, n)))
                .toList();
    }

    // What is left over goes to the first ones.
    private long share(long mebibytes, int n) {
        return mebibytes / programs + (n < mebibytes % programs ? 1 : 0);
    }

    private Command command(long mebibytes) {
        return FirstVictim.of(PROGRAM, mebibytes + "M", String.valueOf(passes))
                .within(LONGEST)
                .acceptingAny()
                .watchedBy(line -> Memtester.testBegun(line).ifPresent(test -> testsBegun.incrementAndGet()));
    }

    @Override
    public double fraction(Duration since) {
        double all = (double) Memtester.TESTS.size() * passes * programs;
        // The tests that have begun are not done yet.
        return Math.max(0, (testsBegun.get() - programs) / all);
    }

    @Override
    public MemoryEvidence read(Load.Outcome outcome) {
        List<Memtester> reports =
                outcome.runs().stream().map(MemtesterOnEachProcessor::report).toList();
        Bytes tested = sum(reports.stream().filter(it -> it.passes() > 0).map(Memtester::bytes));
        Bytes work = sum(reports.stream().map(it -> new Bytes(it.bytes().count() * it.passes())));
        return new MemoryEvidence(
                tested,
                List.of(
                        Figure.count("programs", programs, "memtester side by side"),
                        Figure.count(
                                "passes", passesOfAll(reports), "passes of " + Memtester.TESTS.size() + " patterns"),
                        Figure.speed("bytesPerSecond", work, outcome.duration(), "through all patterns")),
                reports.stream().flatMap(MemtesterOnEachProcessor::errors).toList(),
                incomplete(reports, outcome.runs()),
                notes(reports));
    }

    private static Memtester report(Load.Run run) {
        return run.result()
                .map(it -> Memtester.parse(it.exitCode(), it.out(), it.err()))
                .orElseGet(() -> Memtester.parse(1, "", ""));
    }

    private static Stream<String> errors(Memtester report) {
        return report.outcome() == Memtester.Outcome.FAILED && report.failures().isEmpty()
                ? Stream.of("memtester ended with a code that stands for wrong bits")
                : report.failures().stream();
    }

    private static Bytes sum(Stream<Bytes> sizes) {
        return sizes.reduce(Bytes.ZERO, Bytes::plus);
    }

    private static long passesOfAll(List<Memtester> reports) {
        return reports.stream().mapToInt(Memtester::passes).min().orElse(0);
    }

    private static Optional<String> incomplete(List<Memtester> reports, List<Load.Run> runs) {
        return IntStream.range(0, reports.size())
                .filter(n -> !isProof(reports.get(n)))
                .mapToObj(n -> ProgramEnd.of(PROGRAM, runs.get(n)))
                .findFirst();
    }

    private static boolean isProof(Memtester report) {
        return report.outcome() == Memtester.Outcome.FAILED
                || (report.outcome() == Memtester.Outcome.PASSED
                        && report.passes() > 0
                        && report.bytes().count() > 0);
    }

    private static List<String> notes(List<Memtester> reports) {
        return reports.stream().allMatch(Memtester::locked)
                ? List.of()
                : List.of("the pages could not be locked: some may have been moved or swapped out instead of tested");
    }
}
