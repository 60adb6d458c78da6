package io.github.rescuekit.mount;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.parse.Meminfo;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OverlayRoomTest {

    private static final long MIB = 1 << 20;

    @ParameterizedTest
    @CsvSource({"8000,7000,4000", "8000,3000,2872", "1024,300,172", "256,128,1", "256,20,1"})
    void leavesHalfOfTheMemoryAndTheReserve(long total, long available, long size) {
        Meminfo memory = Meminfo.parse(String.format(
                Locale.ROOT,
                "MemTotal:  %d kB%nMemFree:  5 kB%nMemAvailable:  %d kB%n",
                total * 1024,
                available * 1024));

        assertThat(OverlayRoom.option(memory)).isEqualTo("size=" + size * MIB);
    }

    @ParameterizedTest
    @CsvSource({"''", "MemTotal:   1024 kB", "MemAvailable: much kB"})
    void takesWhatCannotBeMeasuredForSmall(String meminfo) {
        assertThat(OverlayRoom.option(Meminfo.parse(meminfo))).isEqualTo("size=" + MIB);
    }
}
