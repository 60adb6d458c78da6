package io.github.rescuekit.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.github.rescuekit.diagnose.CheckResult;
import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.Host;
import io.github.rescuekit.model.Inventory;
import io.github.rescuekit.model.MemoryModule;
import io.github.rescuekit.model.NetworkCard;
import io.github.rescuekit.model.Verdict;
import io.github.rescuekit.trial.Figure;
import io.github.rescuekit.trial.TrialResult;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TrialReportTest {

    private static final Host HOST = new Host(
            Optional.of("QEMU Standard PC"),
            Optional.of("AMD EPYC Processor"),
            2,
            Optional.of(Bytes.gib(8)),
            false,
            Optional.empty());
    private static final Inventory INVENTORY = new Inventory(
            Optional.of("Supermicro X11SCL-F"),
            Optional.of("ZM19AS000001"),
            Optional.empty(),
            Optional.empty(),
            1,
            6,
            List.of(new MemoryModule(
                    "DIMM_A1",
                    Bytes.gib(8),
                    Optional.of("DDR4"),
                    Optional.of(3200L),
                    Optional.of("Samsung"),
                    Optional.empty(),
                    Optional.of("17C4B2A3"))),
            List.of(new NetworkCard("eth0", Optional.of("02:00:00:00:00:01"), true, Optional.of(1000L), List.of())),
            List.of("processor 45 C"),
            List.of("the firmware does not tell its version"));
    private static final TrialResult SUSPECT = new TrialResult(
            "memory",
            "memtester",
            Verdict.SUSPECT,
            "the machine counted errors, which it could correct this time",
            List.of(
                    new Figure("testedBytes", 67_108_864L, "64.0 MiB tested of 8.0 GiB"),
                    new Figure("seconds", 5.2, "5.2 s")),
            List.of("corrected errors of module \u001b[2J (mc0): 3 more"),
            List.of("7.9 GiB of memory: what the kernel and other programs use"),
            Optional.of("have a backup"));

    @Test
    void saysMachineVerdictNumbersEvidenceAndWhatIsNotCovered() {
        String text = new TrialReport(HOST, INVENTORY, List.of(SUSPECT, SUSPECT), List.of("/dev/vda, because"))
                .text(Style.PLAIN);

        assertThat(text).isEqualTo("""
                Machine   QEMU Standard PC, 2 x AMD EPYC Processor, 8.0 GiB RAM, rescue started
                          by BIOS
                Hardware  board Supermicro X11SCL-F, serial ZM19AS000001
                          1 processor with 6 cores
                          memory in DIMM_A1: 8.0 GiB, DDR4, 3200 MT/s, Samsung, serial 17C4B2A3
                          network eth0: up, 02:00:00:00:00:01, 1000 Mbit/s
                          processor 45 C
                          the firmware does not tell its version

                suspect      memory  (memtester)
                    the machine counted errors, which it could correct this time
                    64.0 MiB tested of 8.0 GiB, 5.2 s
                    | corrected errors of module \\x1b[2J (mc0): 3 more
                    Next: have a backup

                suspect      memory  (memtester)
                    the machine counted errors, which it could correct this time
                    64.0 MiB tested of 8.0 GiB, 5.2 s
                    | corrected errors of module \\x1b[2J (mc0): 3 more
                    Next: have a backup

                Not covered: 7.9 GiB of memory: what the kernel and other programs use
                Left out: /dev/vda, because
                Verdict: suspect. Level: look, nothing was written to any disk.
                """);
    }

    @Test
    void givesProgramsTheSame() {
        JsonObject json = report(SUSPECT).json();

        assertThat(json.get("verdict").getAsString()).isEqualTo("suspect");
        assertThat(json.get("hardware"))
                .hasToString("{\"board\":\"Supermicro X11SCL-F\",\"boardSerial\":\"ZM19AS000001\",\"packages\":1,"
                        + "\"cores\":6,\"memoryModules\":[{\"slot\":\"DIMM_A1\",\"sizeBytes\":8589934592,"
                        + "\"type\":\"DDR4\",\"megatransfers\":3200,\"manufacturer\":\"Samsung\","
                        + "\"serial\":\"17C4B2A3\"}],\"networkCards\":[{\"name\":\"eth0\","
                        + "\"mac\":\"02:00:00:00:00:01\",\"up\":true,\"megabits\":1000,\"addresses\":[]}],"
                        + "\"sensors\":[\"processor 45 C\"],"
                        + "\"unknowns\":[\"the firmware does not tell its version\"]}");
        assertThat(json.get("trials"))
                .hasToString("[{\"subject\":\"memory\",\"test\":\"memtester\",\"verdict\":\"suspect\","
                        + "\"summary\":\"the machine counted errors, which it could correct this time\","
                        + "\"figures\":{\"testedBytes\":67108864,\"seconds\":5.2},"
                        + "\"evidence\":[\"corrected errors of module \\u001b[2J (mc0): 3 more\"],"
                        + "\"notCovered\":[\"7.9 GiB of memory: what the kernel and other programs use\"],"
                        + "\"next\":\"have a backup\"}]");
    }

    @Test
    void takesOverWhatACheckTellsOfADisk() {
        CheckResult check = new CheckResult(
                "smart",
                "/dev/sda",
                Verdict.FAILED,
                "the disk is failing",
                List.of("5 = 99"),
                Optional.of("replace it"));

        assertThat(TrialReport.of(check))
                .isEqualTo(new TrialResult(
                        "/dev/sda",
                        "smart",
                        Verdict.FAILED,
                        "the disk is failing",
                        List.of(),
                        List.of("5 = 99"),
                        List.of(),
                        Optional.of("replace it")));
    }

    @Test
    void breaksTheLineBetweenFiguresAndNotInside() {
        List<Figure> figures = IntStream.range(0, 8)
                .mapToObj(n -> new Figure("f" + n, n, "12.3 ms for a random read"))
                .toList();
        TrialResult many = new TrialResult(
                "/dev/sda", "read", Verdict.HEALTHY, "no error", figures, List.of(), List.of(), Optional.empty());

        assertThat(report(many).text(Style.PLAIN).lines())
                .filteredOn(line -> line.contains("random read"))
                .hasSize(4)
                .allMatch(line -> line.length() <= 80 && line.endsWith("read"));
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
        assertThat(report(new TrialResult[0]).text(Style.PLAIN)).contains("Nothing was tested.\nVerdict: cannot tell.");
    }

    private static ExitCode code(Verdict... verdicts) {
        return report(verdicts).answer(Style.PLAIN).exitCode();
    }

    private static String verdict(Verdict... verdicts) {
        return report(verdicts).json().get("verdict").getAsString();
    }

    private static TrialReport report(Verdict... verdicts) {
        return report(Stream.of(verdicts)
                .map(it -> new TrialResult(
                        "memory", "memtester", it, "so it is", List.of(), List.of(), List.of(), Optional.empty()))
                .toArray(TrialResult[]::new));
    }

    private static TrialReport report(TrialResult... results) {
        return new TrialReport(HOST, INVENTORY, List.of(results), List.of());
    }
}
