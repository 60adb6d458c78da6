package io.github.rescuekit.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.Fixture;
import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.Result;
import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.ErrorCounters;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.HardwareError.Kind;
import io.github.rescuekit.model.Progress;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.model.Temperature;
import io.github.rescuekit.model.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProcessorTrialTest {

    private static final String VERIFIED = "stress-ng/debian-12/verified";
    private static final List<Temperature> WARM = List.of(new Temperature("coretemp", 60, Optional.of(100.0)));
    private static final List<Temperature> HOT = List.of(new Temperature("coretemp", 101, Optional.of(100.0)));

    private final AtomicInteger ended = new AtomicInteger();

    @Test
    void keepsAllProcessorsBusyWithWhatCanBeVerified() {
        TestInstruments machine =
                new TestInstruments(command -> Fixture.of(VERIFIED).result());

        trial(machine, () -> TestInstruments.NOTHING, List::of).run(Duration.ofSeconds(90), Progress.SILENT);

        assertThat(machine.started())
                .containsExactly("stress-ng --cpu 2 --cpu-method all --verify --timeout 90s --metrics-brief");
    }

    @Test
    void isHealthyWhenEveryResultWasVerified() {
        TrialResult result = run(command -> Fixture.of(VERIFIED).result(), () -> WARM);

        assertThat(result.verdict()).isEqualTo(Verdict.HEALTHY);
        assertThat(result.summary()).isEqualTo("no wrong result on 2 processors in 3 s");
        assertThat(result.figures())
                .extracting(Figure::key)
                .containsExactly("processors", "seconds", "operationsPerSecond", "hottestCelsius");
        assertThat(result.uncovered()).noneMatch(line -> line.startsWith("heat"));
    }

    @Test
    void cannotTellWhenTheProgramWasEndedEarlyAndCallsThatASuccess() {
        TrialResult result = trial(
                        new TestInstruments(command ->
                                Fixture.of("stress-ng/debian-12/ended-early").result()),
                        () -> TestInstruments.NOTHING,
                        List::of)
                .run(Duration.ofSeconds(60), Progress.SILENT);

        assertThat(result.verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(result.summary()).isEqualTo("stress-ng worked for only 3 of 60 s: somebody or something ended it");
    }

    @Test
    void saysThatNobodyWatchedTheHeat() {
        assertThat(run(command -> Fixture.of(VERIFIED).result(), List::of).uncovered())
                .contains("heat: this machine shows no sensor of its processors, as virtual machines do");
    }

    static IntStream everyCode() {
        return IntStream.rangeClosed(0, 255);
    }

    @ParameterizedTest
    @MethodSource("everyCode")
    void decodesEveryCode(int code) {
        String verified = Fixture.of(VERIFIED).all();
        TrialResult result = run(command -> Result.of(code, verified), List::of);

        assertThat(result.verdict())
                .isEqualTo(
                        switch (code) {
                            case 0 -> Verdict.HEALTHY;
                            case 2 -> Verdict.FAILED;
                            default -> Verdict.UNKNOWN;
                        });
    }

    @ParameterizedTest
    @MethodSource("everyCode")
    void isNeverHealthyWithoutEvidence(int code) {
        assertThat(run(command -> Result.of(code, ""), List::of).verdict()).isNotEqualTo(Verdict.HEALTHY);
    }

    @Test
    void showsTheWrongResults() {
        TrialResult result = run(
                command -> Result.of(
                        2,
                        "stress-ng: fail:  [71] cpu: sqrt error detected on sqrt(1337), failed\nstress-ng: info: end\n"),
                List::of);

        assertThat(result.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(result.evidence())
                .containsExactly("stress-ng: fail:  [71] cpu: sqrt error detected on sqrt(1337), failed");
    }

    @Test
    void stopsTheProgramWhenTheProcessorsGetTooHot() {
        Supplier<List<Temperature>> sensors = TestInstruments.each(List.of(WARM, WARM, HOT));
        TrialResult result = run(this::untilInterrupted, sensors);

        assertThat(ended).hasValue(1);
        assertThat(result.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(result.summary())
                .startsWith("coretemp reached 101 C after ")
                .endsWith("its limit is 100 C: stopped");
        assertThat(result.next().orElseThrow()).contains("cooling");
    }

    @Test
    void stopsTheProgramWhenTheSensorIsLost() {
        Supplier<List<Temperature>> sensors =
                TestInstruments.each(List.of(WARM, WARM, List.of(), List.of(), List.<Temperature>of()));
        TrialResult result = run(this::untilInterrupted, sensors);

        assertThat(ended).hasValue(1);
        assertThat(result.verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(result.summary()).startsWith("the temperature could no longer be read");
    }

    @Test
    void cannotTellWhenTheProgramCouldNotRun() {
        TrialResult result = run(
                command -> {
                    throw new RescueException(ExitCode.TOOL_FAILED, "it could not be started", "run it by hand");
                },
                List::of);

        assertThat(result.verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(result.summary()).isEqualTo("it could not be started");
    }

    @Test
    void suspectsProcessorsThatSlowedThemselvesDown() {
        Supplier<ErrorCounters> counters = TestInstruments.each(List.of(
                TestInstruments.counting(Kind.THROTTLED, "times cpu0 was slowed by heat", 0),
                TestInstruments.counting(Kind.THROTTLED, "times cpu0 was slowed by heat", 4)));
        TrialResult result = trial(
                        new TestInstruments(command -> Fixture.of(VERIFIED).result()), counters, List::of)
                .run(Duration.ofSeconds(1), Progress.SILENT);

        assertThat(result.verdict()).isEqualTo(Verdict.SUSPECT);
        assertThat(result.evidence()).containsExactly("times cpu0 was slowed by heat: 4 more");
    }

    private static TrialResult run(Function<Command, Result> program, Supplier<List<Temperature>> sensors) {
        return trial(new TestInstruments(program), () -> TestInstruments.NOTHING, sensors)
                .run(Duration.ofSeconds(1), Progress.SILENT);
    }

    private static ProcessorTrial trial(
            TestInstruments machine, Supplier<ErrorCounters> counters, Supplier<List<Temperature>> sensors) {
        return new ProcessorTrial(
                machine.load(), new Instruments(counters, sensors, () -> Bytes.ZERO, () -> Bytes.ZERO, () -> 2));
    }

    private Result untilInterrupted(Command command) {
        try {
            new CountDownLatch(1).await();
            return Result.of(0, "never");
        } catch (InterruptedException e) {
            ended.incrementAndGet();
            throw new RescueException(ExitCode.INTERRUPTED, command + " was interrupted", "start it again");
        }
    }
}
