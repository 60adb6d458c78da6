package io.github.rescuekit.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.RescueException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MemoryReserveTest {

    @ParameterizedTest
    @CsvSource({
        // total, available, taken: all but the larger of 512 MiB and a tenth
        "1024, 800, 288",
        "4096, 4000, 3488",
        "5120, 5000, 4488",
        "10240, 10000, 8976",
        "102400, 100000, 89760",
        "1024, 528, 16"
    })
    void takesAllButTheReserve(long total, long available, long taken) {
        assertThat(memory(total, available).sizeFor(Optional.empty())).isEqualTo(Bytes.mib(taken));
    }

    @Test
    void takesWhatIsWantedInWholeMebibytes() {
        assertThat(memory(4096, 4000)
                        .sizeFor(Optional.of(new Bytes(Bytes.mib(65).count() - 1))))
                .isEqualTo(Bytes.mib(64));
    }

    @Test
    void refusesToTakeFromTheReserve() {
        assertThatExceptionOfType(RescueException.class)
                .isThrownBy(() -> memory(4096, 4000).sizeFor(Optional.of(Bytes.mib(3489))))
                .satisfies(e -> {
                    assertThat(e.exitCode()).isEqualTo(ExitCode.REFUSED);
                    assertThat(e.guard()).contains("memory-reserve");
                    assertThat(e.happened())
                            .isEqualTo("3.4 GiB would not leave enough memory to this system: 3.9 GiB of 4.0 GiB are"
                                    + " available, and 512.0 MiB must stay free for sshd and the kernel");
                    assertThat(e.next()).contains("--size 3488M or less");
                });
    }

    @Test
    void refusesWhenNextToNothingIsFree() {
        assertThatExceptionOfType(RescueException.class)
                .isThrownBy(() -> memory(1024, 527).sizeFor(Optional.empty()))
                .satisfies(e -> assertThat(e.guard()).contains("memory-reserve"));
        assertThatExceptionOfType(RescueException.class)
                .isThrownBy(() -> memory(1024, 100).sizeFor(Optional.of(Bytes.mib(1))))
                .satisfies(e -> assertThat(e.guard()).contains("memory-reserve"));
    }

    private static MemoryReserve memory(long total, long available) {
        return new MemoryReserve(Bytes.mib(total), Bytes.mib(available));
    }
}
