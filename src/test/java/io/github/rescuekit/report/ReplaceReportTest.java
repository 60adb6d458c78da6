package io.github.rescuekit.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.BlockDevice.Hardware;
import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.DeviceKind;
import io.github.rescuekit.model.DeviceNumber;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.MdState;
import io.github.rescuekit.repair.raid.ReplacePlan;
import io.github.rescuekit.repair.raid.ReplaceResult;
import io.github.rescuekit.repair.raid.ReplaceResult.Rebuilt;
import io.github.rescuekit.repair.raid.ReplaceStep.Join;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReplaceReportTest {

    private static final Join JOIN = new Join(
            "/dev/md0",
            "/dev/sdb3",
            List.of("mdadm", "/dev/md0", "--add", "/dev/sdb3"),
            "the kernel copies all of /dev/md0 to it");

    private final ReplaceReport report = new ReplaceReport(new Style(false));

    @Test
    void showsBothDisksAndEachStep() {
        Answer answer = report.waiting(plan(), "rescuekit raid replace --disk /dev/sdb");

        assertThat(answer.exitCode()).isEqualTo(ExitCode.PROBLEMS_FOUND);
        assertThat(answer.text()).isEqualTo("""
                        Plan: /dev/sdb becomes a member of /dev/md0
                            New, empty: /dev/sdb, 4.0 GiB, MODEL-B, serial 2
                            Healthy, model: /dev/sda, 4.0 GiB, MODEL-A, serial 1
                        1. mdadm /dev/md0 --add /dev/sdb3
                           the kernel copies all of /dev/md0 to it
                        2. watch the kernel rebuild, then look again; only whole arrays count as done
                        3. repair boot-loader, where a system on it lacks one; its plan is shown then
                        Undo: a step that fails before the first member is in takes all back; the ends
                            of the disk are kept in /run/undo. Afterwards: mdadm /dev/md0 --fail
                            /dev/sdb3 --remove /dev/sdb3
                        Warning: careful
                        Nothing was changed. To apply it: rescuekit raid replace --disk /dev/sdb --yes
                        """);
        assertThat(answer.json()
                        .getAsJsonObject("plan")
                        .getAsJsonObject("disk")
                        .get("serial")
                        .getAsString())
                .isEqualTo("2");
    }

    @Test
    void isDoneOnlyWhenAllIsWhole() {
        Answer whole = report.result(result("in_sync", 0));

        assertThat(whole.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(whole.text()).contains("Done and verified: every array that /dev/sdb is in now is whole.");
        assertThat(whole.json().get("verified").getAsBoolean()).isTrue();

        Answer other = report.result(result("in_sync", 1));

        assertThat(other.exitCode()).isEqualTo(ExitCode.TOOL_FAILED);
        assertThat(other.text()).contains("which still misses 1 more member").contains("Not whole yet.");

        assertThat(report.result(result("spare", 1)).text()).contains("The kernel stopped before");
    }

    private static ReplaceResult result(String state, int degraded) {
        MdState end = new MdState(degraded, "idle", Optional.empty(), false, Map.of("/dev/sdb3", List.of(state)));
        return new ReplaceResult(plan(), List.of(new Rebuilt(JOIN, end)), List.of());
    }

    private static ReplacePlan plan() {
        return new ReplacePlan(
                disk("/dev/sdb", "MODEL-B", "2"),
                Optional.of(disk("/dev/sda", "MODEL-A", "1")),
                List.of(JOIN),
                Optional.of(Path.of("/run/undo")),
                List.of("careful"));
    }

    private static BlockDevice disk(String path, String model, String serial) {
        return new BlockDevice(
                path,
                new DeviceNumber(8, 0),
                DeviceKind.DISK,
                Bytes.gib(4),
                false,
                List.of(),
                List.of(),
                new Hardware(
                        Optional.of(model), Optional.of(serial), Optional.empty(), Optional.empty(), Optional.empty()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
