package io.github.rescuekit.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.Verdict;
import io.github.rescuekit.trial.Figure;
import io.github.rescuekit.trial.TrialResult;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrialReportTest {

    private static final TrialResult SUSPECT = new TrialResult(
            "memory",
            "memtester",
            Verdict.SUSPECT,
            "no wrong bits, but the machine counted errors, which it could correct this time",
            List.of(
                    new Figure("testedBytes", 67_108_864L, "64.0 MiB tested of 8.0 GiB"),
                    new Figure("seconds", 5.2, "5.2 s")),
            List.of("corrected errors of module \u001b[2J (mc0): 3 more"),
            List.of("7.9 GiB of memory: what the kernel and other programs use"),
            Optional.of("have a backup"));

    @Test
    void saysVerdictNumbersEvidenceAndWhatIsNotCovered() {
        String text = new TrialReport(List.of(SUSPECT)).text(Style.PLAIN);

        assertThat(text).isEqualTo("""
                suspect      memory  (memtester)
                    no wrong bits, but the machine counted errors, which it could correct this
                    time
                    64.0 MiB tested of 8.0 GiB, 5.2 s
                    | corrected errors of module \\x1b[2J (mc0): 3 more
                    Not covered: 7.9 GiB of memory: what the kernel and other programs use
                    Next: have a backup

                Verdict: suspect. Level: look, nothing was written to any disk.
                """);
    }

    @Test
    void givesProgramsTheSame() {
        assertThat(new TrialReport(List.of(SUSPECT)).json())
                .hasToString("{\"verdict\":\"suspect\",\"trials\":[{\"subject\":\"memory\",\"test\":\"memtester\","
                        + "\"verdict\":\"suspect\",\"summary\":\"no wrong bits, but the machine counted errors, which it"
                        + " could correct this time\",\"figures\":{\"testedBytes\":67108864,\"seconds\":5.2},"
                        + "\"evidence\":[\"corrected errors of module \\u001b[2J (mc0): 3 more\"],"
                        + "\"notCovered\":[\"7.9 GiB of memory: what the kernel and other programs use\"],"
                        + "\"next\":\"have a backup\"}]}");
    }

    @Test
    void letsTheWorstVerdictDecide() {
        assertThat(code(Verdict.HEALTHY)).isEqualTo(ExitCode.DONE);
        assertThat(code(Verdict.HEALTHY, Verdict.UNKNOWN)).isEqualTo(ExitCode.PROBLEMS_FOUND);
        assertThat(code(Verdict.HEALTHY, Verdict.SUSPECT)).isEqualTo(ExitCode.PROBLEMS_FOUND);
        assertThat(verdict(Verdict.UNKNOWN, Verdict.HEALTHY)).isEqualTo("unknown");
        assertThat(verdict(Verdict.UNKNOWN, Verdict.SUSPECT)).isEqualTo("suspect");
        assertThat(verdict(Verdict.FAILED, Verdict.SUSPECT, Verdict.UNKNOWN)).isEqualTo("failed");
    }

    @Test
    void isNotHealthyWhenNothingWasTested() {
        assertThat(code()).isEqualTo(ExitCode.PROBLEMS_FOUND);
    }

    private static ExitCode code(Verdict... verdicts) {
        return report(verdicts).answer(Style.PLAIN).exitCode();
    }

    private static String verdict(Verdict... verdicts) {
        return report(verdicts).json().get("verdict").getAsString();
    }

    private static TrialReport report(Verdict... verdicts) {
        return new TrialReport(List.of(verdicts).stream()
                .map(it -> new TrialResult(
                        "memory", "memtester", it, "so it is", List.of(), List.of(), List.of(), Optional.empty()))
                .toList());
    }
}
