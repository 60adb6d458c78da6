package io.github.rescuekit.diagnose.panic;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.exec.Result;
import io.github.rescuekit.exec.Runner;
import io.github.rescuekit.exec.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineRecordsTest {

    @TempDir
    Path root;

    @Test
    void hasNothingToTellOfAMachineThatRecordsNothing() {
        MachineRecords.Read read = read("");

        assertThat(read.dumps()).isEmpty();
        assertThat(read.events()).isEmpty();
        assertThat(read.unknowns()).isEmpty();
    }

    @Test
    void readsTheLogOfTheManagementController() throws IOException {
        device("dev/ipmi0");
        assertThat(device("bin/ipmitool").toFile().setExecutable(true)).isTrue();

        assertThat(read("   1 | 11/28/2026 | 10:00:00 | Memory #0x53 | Uncorrectable ECC | Asserted\nno event\n")
                        .events())
                .hasValueSatisfying(it -> assertThat(it.lines())
                        .containsExactly(new LogLine(
                                "11/28/2026 10:00:00", "bmc", "Memory #0x53 | Uncorrectable ECC | Asserted")));
    }

    @Test
    void saysThatTheLogWasNotReadWithoutItsTool() throws IOException {
        device("dev/ipmi0");

        assertThat(read("").unknowns()).singleElement().asString().endsWith("ipmitool is not installed");
    }

    // No device is no sign that there is no controller.
    @Test
    void saysThatAControllerWithoutADriverWasNotRead() throws IOException {
        Files.createDirectories(root.resolve("sys/bus/acpi/devices/IPI0001:00"));

        assertThat(read("").unknowns())
                .singleElement()
                .asString()
                .contains("driver is not loaded", "modprobe -a ipmi_si ipmi_devintf");
    }

    @Test
    void readsWhatTheFirmwareKept() throws IOException {
        Files.writeString(device("sys/fs/pstore/dmesg-efi-1"), "<0>[    1.0] Kernel panic - not syncing: x\n");
        device("sys/fs/pstore/console-efi-1");

        assertThat(read("").dumps())
                .singleElement()
                .satisfies(it -> assertThat(it.lines()).isNotEmpty());
    }

    private Path device(String path) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.createFile(file);
    }

    private MachineRecords.Read read(String events) {
        Runner runner = command -> Result.of(0, events);
        Tools tools = new Tools(List.of(root.resolve("bin").toString()));
        return new MachineRecords(runner, tools, root).read();
    }
}
