package io.github.rescuekit.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.model.ErrorCounters.Counter;
import io.github.rescuekit.model.ErrorCounters.Growth;
import io.github.rescuekit.model.HardwareError.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ErrorCountersTest {

    private static final Counter CORRECTED = new Counter(Kind.CORRECTED, "corrected errors of mc0");
    private static final Counter CHECKS = new Counter(Kind.UNCORRECTED, "machine check exceptions");
    private static final HardwareError OLD = line("[    1.0] [Hardware Error]: old");
    private static final HardwareError NEW = line("[    2.0] [Hardware Error]: new");

    @Test
    void tellsOnlyWhatGrew() {
        ErrorCounters before = counters(Map.of(CORRECTED, 7L, CHECKS, 1L), OLD);
        ErrorCounters after = counters(Map.of(CORRECTED, 9L, CHECKS, 1L), OLD, NEW);

        assertThat(after.since(before))
                .containsExactly(
                        new Growth(Kind.CORRECTED, "corrected errors of mc0: 2 more"),
                        new Growth(Kind.CORRECTED, "[    2.0] [Hardware Error]: new"));
        assertThat(after.since(after)).isEmpty();
    }

    @Test
    void countsFromZeroWhatAppearedInBetween() {
        ErrorCounters before = counters(Map.of());
        ErrorCounters after = counters(Map.of(CORRECTED, 0L, CHECKS, 1L));

        assertThat(after.since(before))
                .containsExactly(new Growth(Kind.UNCORRECTED, "machine check exceptions: 1 more"));
    }

    @Test
    void takesACounterThatWasResetForNoGrowth() {
        assertThat(counters(Map.of(CORRECTED, 2L)).since(counters(Map.of(CORRECTED, 9L))))
                .isEmpty();
    }

    private static ErrorCounters counters(Map<Counter, Long> counts, HardwareError... log) {
        return new ErrorCounters(counts, List.of(log), List.of());
    }

    private static HardwareError line(String text) {
        return new HardwareError(Kind.CORRECTED, text, Optional.empty(), Optional.empty());
    }
}
