package io.github.rescuekit.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.diagnose.CheckResult;
import io.github.rescuekit.diagnose.TestDevices;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.Verdict;
import io.github.rescuekit.repair.fsck.FileChanges;
import io.github.rescuekit.repair.fsck.FsckPlan;
import io.github.rescuekit.repair.fsck.FsckResult;
import io.github.rescuekit.repair.fsck.FsckStep;
import io.github.rescuekit.repair.fsck.Rehearsed;
import io.github.rescuekit.repair.fsck.StepReport;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FsckReportTest {

    private static final FsckStep PREEN = new FsckStep.RunTool(
            List.of("e2fsck", "-f", "-p", "-C", "1", "-z", "/run/rescuekit/fsck-sda1/1.e2undo", "/dev/sda1"),
            FsckStep.When.ALWAYS,
            "replays the journal and mends what needs no decision",
            Optional.empty(),
            Optional.of(Path.of("/run/rescuekit/fsck-sda1/1.e2undo")));
    private static final FsckStep YES = new FsckStep.RunTool(
            List.of("e2fsck", "-f", "-y", "/dev/sda1"),
            FsckStep.When.ERRORS_LEFT,
            "mends the rest, with yes to every question",
            Optional.of("damaged files can lose their names"),
            Optional.empty());
    private static final FsckPlan PLAN = plan(List.of(PREEN, YES));

    private final FsckReport report = new FsckReport(Style.PLAIN);

    @Test
    void showsThePlanWithWhatItCanLoseAndTheWayBack() {
        assertThat(report.text(PLAN, Optional.empty())).isEqualTo("""
                        Plan for /dev/sda1 (ext4, 1.0 GiB)
                        Found: e2fsck found errors
                            | Inode 17 ref count is 7, should be 1. Fix? no
                        1. e2fsck -f -p -C 1 -z /run/rescuekit/fsck-sda1/1.e2undo /dev/sda1
                           replays the journal and mends what needs no decision
                        2. e2fsck -f -y /dev/sda1
                           only if errors are left: mends the rest, with yes to every question
                           Can lose: damaged files can lose their names
                        3. look again; only a clean result counts as done
                        Undo: /run/rescuekit/fsck-sda1
                        Warning: the undo copy lies in memory
                        """);
    }

    @Test
    void showsWhatTheRehearsalDidToTheFiles() {
        StepReport step = new StepReport(YES, StepReport.Outcome.REPAIRED, "errors were corrected", List.of());
        FileChanges changes = new FileChanges(
                40, 39, List.of("/d/f3", "/d/\u001b[31m"), List.of("/lost+found/#17"), List.of(), Optional.empty());

        Answer answer = report.waiting(PLAN, Optional.of(new Rehearsed(List.of(step), changes)));

        assertThat(answer.text()).contains("""
                        Rehearsed in memory, the disk was only read:
                           e2fsck: errors were corrected
                           40 files before, 39 after
                           2 lost:
                           | /d/f3
                           | /d/\\x1b[31m
                           1 found again in lost+found:
                           | /lost+found/#17
                        """);
        assertThat(answer.json()
                        .getAsJsonObject("rehearsal")
                        .get("losesNothing")
                        .getAsBoolean())
                .isFalse();
    }

    @Test
    void doesNotCallUnknownChangesNone() {
        Rehearsed unknown = new Rehearsed(
                List.of(new StepReport(YES, StepReport.Outcome.REPAIRED, "errors were corrected", List.of())),
                new FileChanges(0, 0, List.of(), List.of(), List.of(), Optional.of("it cannot be mounted")));

        assertThat(unknown.losesNothing()).isFalse();
        assertThat(report.waiting(PLAN, Optional.of(unknown)).text())
                .contains("Cannot tell what becomes of the files: it cannot be mounted");
    }

    @Test
    void saysDoneOnlyWhenVerified() {
        Answer done = report.result(
                result(Verdict.HEALTHY, "e2fsck found nothing", StepReport.Outcome.REPAIRED), Optional.empty());

        assertThat(done.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(done.text())
                .contains("Done and verified: /dev/sda1 is healthy now (e2fsck found nothing).")
                .contains("Undo: rescuekit fsck /dev/sda1 --undo /run/rescuekit/fsck-sda1");
        assertThat(done.json().get("verified").getAsBoolean()).isTrue();
    }

    @Test
    void saysWhatToDoWhenErrorsAreLeft() {
        Answer failed = report.result(
                result(Verdict.FAILED, "e2fsck found errors", StepReport.Outcome.ERRORS_LEFT), Optional.empty());

        assertThat(failed.exitCode()).isEqualTo(ExitCode.TOOL_FAILED);
        assertThat(failed.text())
                .contains("Not repaired: /dev/sda1.", "A second look: e2fsck found errors", "Next: look at it")
                .doesNotContain("Done");
    }

    @Test
    void doesNotCallAnUnknownResultDone() {
        assertThat(report.result(
                                result(Verdict.UNKNOWN, "e2fsck is gone", StepReport.Outcome.REPAIRED),
                                Optional.empty())
                        .exitCode())
                .isEqualTo(ExitCode.TOOL_FAILED);
    }

    @Test
    void waitsWithAPlanAndHasNothingToDoWithoutOne() {
        FsckPlan nothing = plan(List.of());

        assertThat(report.waiting(PLAN, Optional.empty()).exitCode()).isEqualTo(ExitCode.PROBLEMS_FOUND);
        assertThat(report.waiting(PLAN, Optional.empty()).text())
                .endsWith("Nothing was changed. To apply it: rescuekit fsck /dev/sda1 --yes\n");
        assertThat(report.nothingToDo(nothing).exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(report.nothingToDo(nothing).text()).startsWith("Nothing to do: /dev/sda1 (ext4) is healthy.\n");
    }

    @Test
    void fitsEightyColumnsAndLeavesOutALongTail() {
        List<String> many = IntStream.range(0, 5000)
                .mapToObj(number ->
                        "Entry '\u001b[31m" + number + "' has a deleted inode and a name that is long. CLEARED")
                .toList();
        FsckResult result = new FsckResult(
                PLAN,
                List.of(new StepReport(PREEN, StepReport.Outcome.REPAIRED, "errors were corrected", many)),
                after(Verdict.HEALTHY, "e2fsck found nothing"));

        String text = report.result(result, Optional.empty()).text();

        assertThat(text.lines()).hasSizeLessThan(40).allMatch(line -> line.length() <= 80);
        assertThat(text).contains("(4988 more lines, all with --json)").doesNotContain("\u001b");
    }

    private static FsckPlan plan(List<FsckStep> steps) {
        return new FsckPlan(
                TestDevices.partition("/dev/sda1", "/dev/sda", "ext4"),
                "ext4",
                after(Verdict.FAILED, "e2fsck found errors"),
                steps,
                Optional.of(Path.of("/run/rescuekit/fsck-sda1")),
                List.of("the undo copy lies in memory"));
    }

    private static FsckResult result(Verdict verdict, String summary, StepReport.Outcome outcome) {
        StepReport step = new StepReport(PREEN, outcome, "errors were corrected", List.of("FIXED"));
        return new FsckResult(PLAN, List.of(step), after(verdict, summary));
    }

    private static CheckResult after(Verdict verdict, String summary) {
        return new CheckResult(
                "ext",
                "/dev/sda1",
                verdict,
                summary,
                List.of("Inode 17 ref count is 7, should be 1.  Fix? no"),
                Optional.of("look at it"));
    }
}
