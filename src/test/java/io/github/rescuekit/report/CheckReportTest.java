package io.github.rescuekit.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.diagnose.CheckResult;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.Verdict;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CheckReportTest {

    private static final CheckResult HEALTHY = new CheckResult(
            "ext", "/dev/sda1", Verdict.HEALTHY, "e2fsck found nothing", List.of("state: clean"), Optional.empty());
    private static final CheckResult FAILED = new CheckResult(
            "ext",
            "/dev/sda2",
            Verdict.FAILED,
            "e2fsck found errors",
            List.of(
                    "Entry '\u001b[2J' in / (2) has an incorrect filetype (was 1, should be 0), and a line that is long."),
            Optional.of("repair it: rescuekit fsck /dev/sda2"));
    private static final CheckResult UNKNOWABLE = new CheckResult(
            "smart", "/dev/vda", Verdict.UNKNOWN, "a virtual disk keeps no SMART log", List.of(), Optional.empty());
    private static final CheckResult DIRTY = new CheckResult(
            "ext", "/dev/sda3", Verdict.UNKNOWN, "the journal is not replayed", List.of(), Optional.of("replay it"));

    @Test
    void showsTheWorstFirstOnEightyColumns() {
        String text = new CheckReport(
                        List.of(HEALTHY, FAILED), List.of("/dev/sdz, because the rescue system runs from it"))
                .text(Style.PLAIN);

        assertThat(text).isEqualTo("""
                        FAILED       /dev/sda2  (ext)
                            e2fsck found errors
                            | Entry '\\x1b[2J' in / (2) has an incorrect filetype (was 1, should be 0),
                            |   and a line that is long.
                            Next: repair it: rescuekit fsck /dev/sda2

                        healthy      /dev/sda1  (ext)
                            e2fsck found nothing
                            | state: clean

                        Left out: /dev/sdz, because the rescue system runs from it
                        2 checks: 1 healthy, 1 FAILED.
                        """);
        assertThat(text.lines()).allMatch(line -> line.length() <= 80);
    }

    @Test
    void givesProgramsTheSame() {
        assertThat(new CheckReport(List.of(FAILED), List.of()).json())
                .hasToString("{\"checks\":[{\"check\":\"ext\",\"device\":\"/dev/sda2\",\"verdict\":\"failed\","
                        + "\"summary\":\"e2fsck found errors\",\"evidence\":[\"Entry '\\u001b[2J' in / (2) has an"
                        + " incorrect filetype (was 1, should be 0), and a line that is long.\"],"
                        + "\"next\":\"repair it: rescuekit fsck /dev/sda2\"}],\"leftOut\":[]}");
    }

    @Test
    void endsWithZeroOnlyWhenNothingCallsForAction() {
        assertThat(code(HEALTHY)).isEqualTo(ExitCode.DONE);
        assertThat(code(HEALTHY, UNKNOWABLE)).isEqualTo(ExitCode.DONE);
        assertThat(code(HEALTHY, DIRTY)).isEqualTo(ExitCode.PROBLEMS_FOUND);
        assertThat(code(HEALTHY, FAILED)).isEqualTo(ExitCode.PROBLEMS_FOUND);
    }

    @Test
    void neverShowsUnknownAsHealthy() {
        assertThat(new CheckReport(List.of(UNKNOWABLE), List.of()).text(Style.PLAIN))
                .startsWith("cannot tell  /dev/vda")
                .doesNotContain("healthy");
    }

    private static ExitCode code(CheckResult... results) {
        return new CheckReport(List.of(results), List.of()).answer(Style.PLAIN).exitCode();
    }
}
