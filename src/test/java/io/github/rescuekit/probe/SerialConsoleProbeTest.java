package io.github.rescuekit.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.model.SerialConsole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SerialConsoleProbeTest {

    @TempDir
    Path root;

    @Test
    void readsThePortsAndTheConsoleOfTheRescueSystem() throws IOException {
        file("proc/cmdline", "quiet earlycon=ttyS3 console=ttyS1 console=tty0 console=ttyS0,115200n8\n");
        file("proc/tty/driver/serial", """
                serinfo:1.0 driver revision:
                0: uart:16550A port:000003F8 irq:26 tx:218 rx:0 RTS|CTS|DTR|DSR|CD
                1: uart:unknown port:000002F8 irq:3
                """);

        SerialConsole seen = new SerialConsoleProbe(root).look();

        assertThat(seen.ports().orElseThrow()).containsExactly("ttyS0");
        assertThat(seen.rescue()).contains("ttyS0");
        assertThat(seen.lacks("ttyS1")).isTrue();
        assertThat(seen.lacks("ttyS0")).isFalse();
    }

    @Test
    void cannotTellWithoutTheFiles() {
        assertThat(new SerialConsoleProbe(root).look()).isEqualTo(SerialConsole.UNKNOWN);
        assertThat(SerialConsole.UNKNOWN.lacks("ttyS0")).isFalse();
    }

    private void file(String path, String text) throws IOException {
        Files.createDirectories(root.resolve(path).getParent());
        Files.writeString(root.resolve(path), text);
    }
}
