package io.github.rescuekit.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.Fixture;
import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.parse.Stressapptest.Outcome;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StressapptestTest {

    @Test
    void readsAPass() {
        Stressapptest run = run("passed");

        assertThat(run.outcome()).isEqualTo(Outcome.PASSED);
        assertThat(run.size()).isEqualTo(Bytes.mib(64));
        assertThat(run.moved()).isGreaterThan(Bytes.gib(1));
        assertThat(run.incidents()).isEmpty();
    }

    @Test
    void tellsForHowLongItWorkedWhenSomebodyEndedIt() {
        Stressapptest run = run("ended-early");

        assertThat(run.outcome()).isEqualTo(Outcome.PASSED);
        assertThat(run.worked()).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void findsInjectedErrors() {
        Stressapptest run = run("errors");

        assertThat(run.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(run.incidents()).anyMatch(line -> line.startsWith("Hardware Error: miscompare on CPU"));
    }

    static IntStream everyCode() {
        return IntStream.rangeClosed(0, 255);
    }

    @ParameterizedTest
    @MethodSource("everyCode")
    void passesOnlyWithCodeAndStatus(int code) {
        assertThat(Stressapptest.parse(code, "Status: PASS - please verify no corrected errors\n")
                        .outcome())
                .isEqualTo(code == 0 ? Outcome.PASSED : Outcome.NO_RESULT);
        assertThat(Stressapptest.parse(code, "").outcome()).isEqualTo(Outcome.NO_RESULT);
        assertThat(Stressapptest.parse(code, "Status: FAIL - test discovered HW problems\n")
                        .outcome())
                .isEqualTo(Outcome.FAILED);
    }

    private static Stressapptest run(String name) {
        Fixture fixture = Fixture.of("stressapptest/debian-12/" + name);
        return Stressapptest.parse(fixture.exit(), fixture.all());
    }
}
