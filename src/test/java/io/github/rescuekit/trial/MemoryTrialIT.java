package io.github.rescuekit.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.exec.Runner;
import io.github.rescuekit.exec.SystemRunner;
import io.github.rescuekit.exec.Tools;
import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.ErrorCounters;
import io.github.rescuekit.model.Progress;
import io.github.rescuekit.model.Verdict;
import io.github.rescuekit.probe.ErrorCounterProbe;
import io.github.rescuekit.probe.Memory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Short runs of the real programs. */
class MemoryTrialIT {

    private static final SystemRunner RUNNER = new SystemRunner(Tools.OF_THIS_SYSTEM);
    private static final Optional<Duration> SHORT = Optional.of(Duration.ofSeconds(1));
    private static final MemoryTrial.Order FOR_A_TIME =
            new MemoryTrial.Order(Optional.of(Bytes.mib(64)), Optional.empty(), SHORT, Optional.empty());
    private static final MemoryTrial.Order ONE_PASS =
            new MemoryTrial.Order(Optional.of(Bytes.mib(16)), Optional.empty(), Optional.empty(), Optional.of(1));

    @Test
    void copiesAndComparesAtLeastAllOfTheMemory() {
        TrialResult result = run(RUNNER, FOR_A_TIME);

        assertThat(result.verdict()).as(result.toString()).isEqualTo(Verdict.HEALTHY);
        assertThat(value(result, "testedBytes")).isEqualTo(Bytes.mib(64).count());
        assertThat(value(result, "movedBytes")).isGreaterThan(Bytes.mib(64).count());
    }

    @Test
    void walksThroughAllPatternsOnEachProcessor() {
        TrialResult result = run(RUNNER, ONE_PASS);

        assertThat(result.verdict()).as(result.toString()).isEqualTo(Verdict.HEALTHY);
        assertThat(value(result, "testedBytes")).isEqualTo(Bytes.mib(16).count());
        assertThat(value(result, "programs")).isEqualTo(2);
        assertThat(value(result, "passes")).isEqualTo(1);
    }

    @Test
    void findsFlippedBits() {
        TrialResult result = run(command -> RUNNER.run(command.with("--force_errors")), FOR_A_TIME);

        assertThat(result.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(result.evidence()).anyMatch(line -> line.contains("Hardware Error: miscompare"));
    }

    // The counters of this machine are read as well, but only told: a test must not fail on the host's own hardware.
    private static TrialResult run(Runner runner, MemoryTrial.Order order) {
        ErrorCounters counters = new ErrorCounterProbe(RUNNER).look();
        Instruments instruments = new Instruments(() -> counters, List::of, Memory::total, Memory::available, () -> 2);
        return new Trials(runner, Tools.OF_THIS_SYSTEM, instruments).memory().run(order, Progress.SILENT);
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
