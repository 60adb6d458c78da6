package io.github.rescuekit.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.model.Bytes;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DdTest {

    @Test
    void readsTheTimeOfACopyThatTookNextToNone() {
        Dd copy = Dd.parse(
                "1+0 records in\n1+0 records out\n4096 bytes (4.1 kB, 4.0 KiB) copied, 8.6387e-05 s, 47.4 MB/s\n");

        assertThat(copy.copied()).isEqualTo(Bytes.kib(4));
        assertThat(copy.time()).isEqualTo(Duration.ofNanos(86_387));
        assertThat(copy.error()).isEmpty();
    }

    @Test
    void readsTheErrorOfAProgramThatCallsItselfByItsPath() {
        assertThat(Dd.parse(
                        "/usr/bin/dd: error reading '/dev/sda': Input/output error\n0 bytes copied, 2.5 s, 0.0 kB/s\n"))
                .satisfies(copy -> {
                    assertThat(copy.error()).contains("error reading '/dev/sda': Input/output error");
                    assertThat(copy.copied()).isEqualTo(Bytes.ZERO);
                    assertThat(copy.time()).isEqualTo(Duration.ofMillis(2500));
                });
    }

    @Test
    void readsBusybox() {
        assertThat(Dd.parse(
                        "4+0 records in\n4+0 records out\n4194304 bytes (4.0MB) copied, 0.002010 seconds, 1.9GB/s\n"))
                .isEqualTo(new Dd(Bytes.mib(4), Duration.ofNanos(2_010_000), Optional.empty()));
    }
}
