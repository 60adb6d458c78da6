package io.github.rescuekit.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.rescuekit.Fixture;
import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.Result;
import io.github.rescuekit.exec.Tools;
import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.ErrorCounters;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.HardwareError.Kind;
import io.github.rescuekit.model.Progress;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.model.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MemoryTrialTest {

    private static final Optional<Bytes> SIZE = Optional.of(Bytes.mib(64));
    private static final MemoryTrial.Order DEFAULT =
            new MemoryTrial.Order(SIZE, Optional.empty(), Optional.of(Duration.ofSeconds(5)), Optional.empty());
    private static final MemoryTrial.Order NOTHING_SAID =
            new MemoryTrial.Order(SIZE, Optional.empty(), Optional.empty(), Optional.empty());
    private static final MemoryTrial.Order FOR_A_TIME =
            new MemoryTrial.Order(SIZE, Optional.empty(), Optional.of(Duration.ofSeconds(90)), Optional.empty());
    private static final MemoryTrial.Order TWO_PASSES =
            new MemoryTrial.Order(Optional.of(Bytes.mib(8)), Optional.empty(), Optional.empty(), Optional.of(2));

    private final Tools tools;

    MemoryTrialTest(@TempDir Path directory) {
        this.tools = TestInstruments.tools(directory, "stressapptest", "memtester", "choom");
    }

    @Test
    void startsStressapptestOnAllProcessorsAsTheFirstVictim() {
        TestInstruments machine = machine(answering("stressapptest/debian-12/passed"));
        MemoryTrial.Order order = new MemoryTrial.Order(
                Optional.empty(), Optional.empty(), Optional.of(Duration.ofSeconds(90)), Optional.empty());

        trial(machine, MemoryTrialTest::quiet).run(order, Progress.SILENT);

        // 4 GiB are available of 8, and a tenth of 8 stays free.
        assertThat(machine.started())
                .containsExactly("choom -n 1000 -- stressapptest -M 3276 -s 90 -m 2 --max_errors 100");
    }

    @Test
    void startsOneMemtesterForEachProcessor() {
        TestInstruments machine = machine(answering("memtester/debian-12/passed"));

        trial(machine, MemoryTrialTest::quiet).run(TWO_PASSES, Progress.SILENT);

        assertThat(machine.started()).hasSize(2).allMatch("choom -n 1000 -- memtester 4M 2"::equals);
    }

    @Test
    void isHealthyWithTheBytesAndPassesThatProveIt() {
        TrialResult stressapptest = run(DEFAULT, "stressapptest/debian-12/passed");
        TrialResult memtester = run(TWO_PASSES, "memtester/debian-12/passed");

        assertThat(stressapptest.verdict()).isEqualTo(Verdict.HEALTHY);
        assertThat(stressapptest.summary()).isEqualTo("no error in 64.0 MiB");
        assertThat(value(stressapptest, "testedBytes")).isEqualTo(Bytes.mib(64).count());
        assertThat(value(stressapptest, "movedBytes"))
                .isGreaterThan(Bytes.gib(1).count());
        assertThat(memtester.verdict()).isEqualTo(Verdict.HEALTHY);
        // Two of 4 MiB each.
        assertThat(value(memtester, "testedBytes")).isEqualTo(Bytes.mib(8).count());
        assertThat(value(memtester, "passes")).isEqualTo(1);
    }

    @Test
    void saysWhatIsNotCovered() {
        ErrorCounters blind = new ErrorCounters(Map.of(), List.of(), List.of("nothing counts memory errors here"));
        TrialResult result = trial(machine(answering("stressapptest/debian-12/passed")), () -> blind)
                .run(DEFAULT, Progress.SILENT);

        assertThat(result.uncovered())
                .containsExactly(
                        "7.9 GiB of memory: what the kernel and other programs use, the reserve for them, and what --size"
                                + " left out; memtest86+ from a boot medium reaches nearly all of it",
                        "nothing counts memory errors here");
    }

    @Test
    void failsOnWrongBits() {
        TrialResult stressapptest = run(DEFAULT, "stressapptest/debian-12/errors");
        TrialResult memtester = run(TWO_PASSES, "memtester/debian-12/bit-flip");

        assertThat(stressapptest.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(stressapptest.evidence()).anyMatch(line -> line.contains("Hardware Error: miscompare"));
        assertThat(memtester.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(memtester.evidence()).anyMatch(line -> line.startsWith("FAILURE: 0xffffffffffffffbb"));
        assertThat(memtester.next().orElseThrow()).contains("have the memory module replaced");
    }

    @Test
    void cannotTellWhenTheProgramGotLessThanItWasTold() {
        TrialResult result = run(TWO_PASSES, "memtester/debian-12/unlocked");

        assertThat(result.verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(result.summary()).isEqualTo("only 128.0 KiB of 8.0 MiB could be had for the test");
    }

    @Test
    void saysWhenPagesCouldNotBeLocked() {
        Result unlocked = Result.of(0, "got  4MB (4194304 bytes)\nLoop 1/1:\nDone.\n");
        TrialResult result =
                trial(machine(command -> unlocked), MemoryTrialTest::quiet).run(TWO_PASSES, Progress.SILENT);

        assertThat(result.verdict()).isEqualTo(Verdict.HEALTHY);
        assertThat(result.uncovered()).anyMatch(line -> line.startsWith("the pages could not be locked"));
    }

    static IntStream everyCode() {
        return IntStream.rangeClosed(0, 255);
    }

    @ParameterizedTest
    @MethodSource("everyCode")
    void isNotHealthyWithoutEvidenceWhateverTheCodeSays(int code) {
        Function<Command, Result> silent = command -> Result.of(code, "");

        assertThat(trial(machine(silent), MemoryTrialTest::quiet)
                        .run(DEFAULT, Progress.SILENT)
                        .verdict())
                .isEqualTo(Verdict.UNKNOWN);
        assertThat(trial(machine(silent), MemoryTrialTest::quiet)
                        .run(TWO_PASSES, Progress.SILENT)
                        .verdict())
                .isEqualTo(code < 8 && (code & 6) != 0 ? Verdict.FAILED : Verdict.UNKNOWN);
    }

    @ParameterizedTest
    @MethodSource("everyCode")
    void judgesEveryCodeOfARunThatPassed(int code) {
        Result passed = Fixture.of("stressapptest/debian-12/passed").result();
        TrialResult result = trial(machine(command -> Result.of(code, passed.out())), MemoryTrialTest::quiet)
                .run(DEFAULT, Progress.SILENT);

        assertThat(result.verdict()).isEqualTo(code == 0 ? Verdict.HEALTHY : Verdict.UNKNOWN);
    }

    @Test
    void cannotTellWhenTheProgramWasEndedEarlyAndCallsThatASuccess() {
        MemoryTrial.Order order = new MemoryTrial.Order(
                Optional.of(Bytes.mib(32)), Optional.empty(), Optional.of(Duration.ofSeconds(60)), Optional.empty());
        TrialResult result = run(order, "stressapptest/debian-12/ended-early");

        assertThat(result.verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(result.summary())
                .isEqualTo("stressapptest worked for only 7 of 60 s: somebody or something ended it");
    }

    @Test
    void cannotTellWhenOneOfTheProgramsWasKilled() {
        Supplier<Result> results = TestInstruments.each(List.of(
                Fixture.of("memtester/debian-12/passed").result(), Result.of(137, "memtester version 4.6.0\n")));
        TrialResult result =
                trial(machine(command -> next(results)), MemoryTrialTest::quiet).run(TWO_PASSES, Progress.SILENT);

        assertThat(result.verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(result.summary()).isEqualTo("memtester was killed, most likely because memory ran out: see 'dmesg'");
        assertThat(value(result, "testedBytes")).isEqualTo(Bytes.mib(4).count());
    }

    @Test
    void cannotTellWhenTheTimeOfTheProgramRanOut() {
        TrialResult result = trial(
                        machine(command -> {
                            throw new RescueException(ExitCode.TOOL_FAILED, "it was stopped after 90 s", "see dmesg");
                        }),
                        MemoryTrialTest::quiet)
                .run(DEFAULT, Progress.SILENT);

        assertThat(result.verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(result.summary()).isEqualTo("it was stopped after 90 s");
    }

    @Test
    void suspectsMemoryWhoseErrorsWereCorrected() {
        TrialResult result = counting(Kind.CORRECTED, "corrected errors of module DIMM_A1 (mc0)");

        assertThat(result.verdict()).isEqualTo(Verdict.SUSPECT);
        assertThat(result.evidence()).containsExactly("corrected errors of module DIMM_A1 (mc0): 3 more");
        assertThat(result.summary()).isEqualTo("the machine counted errors, which it could correct this time");
    }

    @Test
    void failsWhenTheMachineCountedWhatItCouldNotCorrect() {
        TrialResult result = counting(Kind.UNCORRECTED, "machine check exceptions");

        assertThat(result.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(result.summary()).isEqualTo("the machine counted errors that it could not correct");
    }

    @Test
    void suspectsACoolingThatSlowsTheProcessors() {
        assertThat(counting(Kind.THROTTLED, "times cpu0 was slowed by heat").summary())
                .isEqualTo("the processors became too hot and were slowed down");
    }

    @Test
    void doesNotBlameMemoryForADisk() {
        assertThat(counting(Kind.DISK, "failed commands of /dev/sda").verdict()).isEqualTo(Verdict.HEALTHY);
    }

    @Test
    void takesMemtesterWhereThereIsNoStressapptest(@TempDir Path other) {
        TestInstruments machine = machine(answering("memtester/debian-12/passed"));
        new MemoryTrial(
                        machine.load(),
                        TestInstruments.tools(other, "memtester", "choom"),
                        TestInstruments.of(MemoryTrialTest::quiet))
                .run(NOTHING_SAID, Progress.SILENT);

        assertThat(machine.started()).allMatch(it -> it.contains("memtester 32M 1"));
    }

    @Test
    void keepsTheComplaintOfEveryWitness() {
        Supplier<ErrorCounters> counters = TestInstruments.each(List.of(
                TestInstruments.counting(Kind.CORRECTED, "corrected errors of mc0", 2),
                TestInstruments.counting(Kind.CORRECTED, "corrected errors of mc0", 5)));
        TrialResult result =
                trial(machine(command -> Result.of(137, "")), counters).run(DEFAULT, Progress.SILENT);

        assertThat(result.verdict()).isEqualTo(Verdict.SUSPECT);
        assertThat(result.evidence())
                .containsExactly(
                        "stressapptest was killed, most likely because memory ran out: see 'dmesg'",
                        "corrected errors of mc0: 3 more");
    }

    @Test
    void needsTheProgramThatFitsTheOrder(@TempDir Path none, @TempDir Path both) {
        Tools memtester = TestInstruments.tools(none, "memtester");
        Tools stressapptest = TestInstruments.tools(both, "stressapptest", "memtester");

        assertThat(programs(memtester, NOTHING_SAID)).containsExactly("memtester", "choom");
        assertThat(programs(stressapptest, NOTHING_SAID)).containsExactly("stressapptest", "choom");
        assertThat(programs(stressapptest, TWO_PASSES)).containsExactly("memtester", "choom");
        assertThat(programs(memtester, FOR_A_TIME)).containsExactly("stressapptest", "choom");
    }

    @Test
    void saysThatNoProgramCanTestMemoryHere(@TempDir Path none) {
        assertThatExceptionOfType(RescueException.class)
                .isThrownBy(() -> programs(TestInstruments.tools(none), NOTHING_SAID))
                .satisfies(e -> {
                    assertThat(e.exitCode()).isEqualTo(ExitCode.TOOL_FAILED);
                    assertThat(e.happened())
                            .isEqualTo("'rescuekit test memory' needs stressapptest or memtester, and neither is"
                                    + " installed");
                });
    }

    @Test
    void refusesPassesOfStressapptest() {
        MemoryTrial.Order order =
                new MemoryTrial.Order(SIZE, Optional.of(MemoryTool.STRESSAPPTEST), Optional.empty(), Optional.of(2));

        assertThatExceptionOfType(RescueException.class)
                .isThrownBy(() -> trial(machine(command -> Result.of(0, "")), MemoryTrialTest::quiet)
                        .run(order, Progress.SILENT))
                .satisfies(e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE));
    }

    private static List<String> programs(Tools tools, MemoryTrial.Order order) {
        return new MemoryTrial(
                        machine(command -> Result.of(0, "")).load(), tools, TestInstruments.of(MemoryTrialTest::quiet))
                .programs(order);
    }

    private TrialResult counting(Kind kind, String name) {
        Supplier<ErrorCounters> counters = TestInstruments.each(
                List.of(TestInstruments.counting(kind, name, 2), TestInstruments.counting(kind, name, 5)));
        return trial(machine(answering("stressapptest/debian-12/passed")), counters)
                .run(DEFAULT, Progress.SILENT);
    }

    private TrialResult run(MemoryTrial.Order order, String fixture) {
        return trial(machine(answering(fixture)), MemoryTrialTest::quiet).run(order, Progress.SILENT);
    }

    private MemoryTrial trial(TestInstruments machine, Supplier<ErrorCounters> counters) {
        return new MemoryTrial(machine.load(), tools, TestInstruments.of(counters));
    }

    private static ErrorCounters quiet() {
        return TestInstruments.NOTHING;
    }

    private static TestInstruments machine(Function<Command, Result> answers) {
        return new TestInstruments(answers);
    }

    private static Function<Command, Result> answering(String fixture) {
        return command -> Fixture.of(fixture).result();
    }

    private static synchronized Result next(Supplier<Result> results) {
        return results.get();
    }

    private static long value(TrialResult result, String key) {
        return result.figures().stream()
                .filter(figure -> figure.key().equals(key))
                .findFirst()
                .orElseThrow()
                .value()
                .longValue();
    }
}
