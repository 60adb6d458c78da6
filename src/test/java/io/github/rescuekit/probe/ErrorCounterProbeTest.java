package io.github.rescuekit.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.exec.Result;
import io.github.rescuekit.model.ErrorCounters;
import io.github.rescuekit.model.ErrorCounters.Counter;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.HardwareError;
import io.github.rescuekit.model.HardwareError.Kind;
import io.github.rescuekit.model.RescueException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ErrorCounterProbeTest {

    @TempDir
    private Path root;

    @Test
    void readsEdacInterruptsThrottlingAndTheLog() throws IOException {
        file("sys/devices/system/edac/mc/mc0/ce_count", "12");
        file("sys/devices/system/edac/mc/mc0/ue_count", "0");
        file("sys/devices/system/edac/mc/mc0/dimm0/dimm_label", "CPU_SrcID#0_MC#0_Chan#0_DIMM#0");
        file("sys/devices/system/edac/mc/mc0/dimm0/dimm_ce_count", "12");
        file("sys/devices/system/edac/mc/mc0/dimm0/dimm_ue_count", "0");
        file("proc/interrupts", "           CPU0       CPU1\nMCE:          0          2   Machine check exceptions\n");
        file("sys/devices/system/cpu/cpu0/thermal_throttle/core_throttle_count", "3");
        ErrorCounters counters = look("[ 1.0] mce: [Hardware Error]: Machine check events logged\n");

        assertThat(counters.counts())
                .isEqualTo(Map.of(
                        new Counter(Kind.CORRECTED, "corrected errors of memory controller mc0"),
                        12L,
                        new Counter(Kind.UNCORRECTED, "uncorrected errors of memory controller mc0"),
                        0L,
                        new Counter(Kind.CORRECTED, "corrected errors of module CPU_SrcID#0_MC#0_Chan#0_DIMM#0 (mc0)"),
                        12L,
                        new Counter(
                                Kind.UNCORRECTED, "uncorrected errors of module CPU_SrcID#0_MC#0_Chan#0_DIMM#0 (mc0)"),
                        0L,
                        new Counter(Kind.UNCORRECTED, "machine check exceptions"),
                        2L,
                        new Counter(Kind.THROTTLED, "times cpu0 was slowed by heat"),
                        3L));
        assertThat(counters.log()).extracting(HardwareError::kind).containsExactly(Kind.CORRECTED);
        assertThat(counters.unknowns()).isEmpty();
    }

    @Test
    void saysWhatNothingCounts() {
        assertThat(look("").unknowns())
                .containsExactly(
                        "nothing counts memory errors here (no EDAC driver): those that error correction put right go"
                                + " unseen",
                        "nothing counts here how often the processors were slowed by heat");
    }

    @Test
    void doesNotTakeALogThatCannotBeReadForAnEmptyOne() {
        ErrorCounters counters = new ErrorCounterProbe(
                        command -> {
                            throw new RescueException(ExitCode.TOOL_FAILED, "dmesg is not installed", "install it");
                        },
                        root)
                .look();

        assertThat(counters.unknowns()).contains("the kernel's log could not be read: dmesg is not installed");
    }

    private ErrorCounters look(String log) {
        return new ErrorCounterProbe(command -> Result.of(0, log), root).look();
    }

    private void file(String path, String content) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content + "\n");
    }
}
