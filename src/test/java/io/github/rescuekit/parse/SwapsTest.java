package io.github.rescuekit.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.SwapArea;
import io.github.rescuekit.model.UnexpectedOutputException;
import org.junit.jupiter.api.Test;

class SwapsTest {

    private static final String HEADER = "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n";

    @Test
    void readsPartitionsAndFiles() {
        assertThat(Swaps.parse(HEADER + "/dev/dm-1                               partition\t2097148\t\t0\t\t-2\n"
                        + "/swap\\040file\\040(deleted)              file    \t1048572\t\t12\t\t-3\n"))
                .containsExactly(
                        new SwapArea("/dev/dm-1", Bytes.kib(2_097_148)),
                        new SwapArea("/swap file (deleted)", Bytes.kib(1_048_572)));
    }

    @Test
    void findsNoneWhenNoneIsInUse() {
        assertThat(Swaps.parse(HEADER)).isEmpty();
        assertThat(Swaps.parse("")).isEmpty();
    }

    @Test
    void refusesWhatIsNoSwapArea() {
        assertThatThrownBy(() -> Swaps.parse(HEADER + "/dev/sda2 what\n"))
                .isInstanceOf(UnexpectedOutputException.class)
                .hasMessageContaining("/proc/swaps line 2");
    }
}
