package io.github.rescuekit.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.model.Temperature;
import io.github.rescuekit.model.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HeatWatchTest {

    private static final Duration LATER = Duration.ofSeconds(12);

    private List<Temperature> sensors = List.of(package0(60));

    private final HeatWatch watch = new HeatWatch(() -> sensors);

    @Test
    void letsTheLoadGoOnBelowTheLimit() {
        sensors = List.of(package0(99.9));

        assertThat(watch.look(LATER)).isEmpty();
        assertThat(watch.alarm()).isEmpty();
        assertThat(watch.hottest()).contains(package0(99.9));
    }

    @Test
    void stopsTheLoadAtTheLimitOfTheSensor() {
        sensors = List.of(package0(60), new Temperature("core 1", 85, Optional.of(85.0)));

        assertThat(watch.look(LATER)).contains("core 1 reached 85 C after 12 s, and its limit is 85 C: stopped");
        assertThat(watch.alarm().orElseThrow().verdict()).isEqualTo(Verdict.FAILED);
    }

    @Test
    void stopsTheLoadAtALimitOfItsOwnWhereTheSensorNamesNone() {
        sensors = List.of(package0(60), new Temperature("k10temp Tctl", 99, Optional.empty()));
        assertThat(watch.look(LATER)).isEmpty();

        sensors = List.of(package0(60), new Temperature("k10temp Tctl", 100, Optional.empty()));
        assertThat(watch.look(LATER))
                .contains("k10temp Tctl reached 100 C after 12 s, and its limit is 100 C: stopped");
    }

    @Test
    void stopsTheLoadWhenASensorIsLost() {
        sensors = List.of();

        assertThat(watch.look(LATER)).isEmpty();
        assertThat(watch.look(LATER)).isEmpty();
        assertThat(watch.look(LATER))
                .contains("the temperature could no longer be read after 12 s (coretemp Package id 0): stopped, because"
                        + " nothing would have seen the processors overheat");
        assertThat(watch.alarm().orElseThrow().verdict()).isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void forgivesAReadingThatIsLeftOutNowAndThen() {
        for (int n = 0; n < 10; n++) {
            sensors = n % 3 == 0 ? List.of(package0(60)) : List.of();
            assertThat(watch.look(LATER)).isEmpty();
        }
    }

    @Test
    void keepsTheHighestTemperatureOfAll() {
        sensors = List.of(package0(71));
        watch.look(LATER);
        sensors = List.of(package0(65));
        watch.look(LATER);

        assertThat(watch.hottest().orElseThrow().celsius()).isEqualTo(71);
        assertThat(watch.inWords()).isEqualTo(", 65 C");
    }

    @Test
    void seesNothingWithoutASensor() {
        HeatWatch blind = new HeatWatch(List::of);

        assertThat(blind.sees()).isFalse();
        assertThat(blind.look(LATER)).isEmpty();
        assertThat(blind.hottest()).isEmpty();
    }

    private static Temperature package0(double celsius) {
        return new Temperature("coretemp Package id 0", celsius, Optional.of(100.0));
    }
}
