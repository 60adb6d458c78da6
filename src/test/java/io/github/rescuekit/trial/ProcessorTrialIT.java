package io.github.rescuekit.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.exec.SystemRunner;
import io.github.rescuekit.exec.Tools;
import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.ErrorCounters;
import io.github.rescuekit.model.Progress;
import io.github.rescuekit.model.Temperature;
import io.github.rescuekit.model.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Short runs of the real stress-ng. */
class ProcessorTrialIT {

    private static final ErrorCounters QUIET = new ErrorCounters(Map.of(), List.of(), List.of());

    @Test
    void verifiesWhatTheProcessorsCompute() {
        TrialResult result = run(Duration.ofSeconds(2), List::of);

        assertThat(result.verdict()).as(result.toString()).isEqualTo(Verdict.HEALTHY);
        assertThat(result.figures()).extracting(Figure::key).contains("operationsPerSecond");
    }

    @Test
    void leavesNoWorkerBehindWhenItGetsTooHot() {
        Temperature hot = new Temperature("a sensor of the test", 120, Optional.of(100.0));
        TrialResult result = run(Duration.ofMinutes(10), () -> List.of(hot));

        assertThat(result.verdict()).isEqualTo(Verdict.FAILED);
        // Its workers have process groups of their own; the option tells that they are of this test.
        assertThat(ProcessHandle.allProcesses()
                        .flatMap(process -> process.info().commandLine().stream())
                        .filter(line -> line.contains("stress-ng") && line.contains("600s")))
                .isEmpty();
    }

    private static TrialResult run(Duration time, Supplier<List<Temperature>> sensors) {
        Instruments instruments = new Instruments(() -> QUIET, sensors, () -> Bytes.ZERO, () -> Bytes.ZERO, () -> 2);
        return new Trials(new SystemRunner(Tools.OF_THIS_SYSTEM), Tools.OF_THIS_SYSTEM, instruments)
                .processor()
                .run(time, Progress.SILENT);
    }
}
