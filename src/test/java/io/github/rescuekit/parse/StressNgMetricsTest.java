package io.github.rescuekit.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.Fixture;
import io.github.rescuekit.parse.StressNgMetrics.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StressNgMetricsTest {

    // In the order of the table in stress-ng(1).
    private static final List<Outcome> MANUAL = List.of(
            Outcome.PASSED,
            Outcome.NOT_STARTED,
            Outcome.FAILED,
            Outcome.NO_RESOURCES,
            Outcome.NOT_IMPLEMENTED,
            Outcome.KILLED,
            Outcome.LOST,
            Outcome.UNTRUSTED);

    @Test
    void readsAVerifiedRun() {
        StressNgMetrics run = run("verified");

        assertThat(run.outcome()).isEqualTo(Outcome.PASSED);
        assertThat(run.operationsPerSecond()).hasValue(4541.31);
        assertThat(run.worked()).isEqualTo(Duration.ofSeconds(3));
        assertThat(run.failures()).isEmpty();
    }

    @Test
    void tellsForHowLongItWorkedWhenSomebodyEndedIt() {
        StressNgMetrics run = run("ended-early");

        assertThat(run.outcome()).isEqualTo(Outcome.PASSED);
        assertThat(run.worked()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void doesNotTakeAWrongCallForAFailingProcessor() {
        assertThat(run("usage").outcome()).isEqualTo(Outcome.NOT_STARTED);
        assertThat(run("usage").operationsPerSecond()).isEmpty();
    }

    static IntStream everyCode() {
        return IntStream.rangeClosed(0, 255);
    }

    @ParameterizedTest
    @MethodSource("everyCode")
    void knowsEveryCode(int code) {
        assertThat(StressNgMetrics.parse(code, "").outcome())
                .isEqualTo(code < MANUAL.size() ? MANUAL.get(code) : Outcome.UNKNOWN);
    }

    private static StressNgMetrics run(String name) {
        Fixture fixture = Fixture.of("stress-ng/debian-12/" + name);
        return StressNgMetrics.parse(fixture.exit(), fixture.all());
    }
}
