package io.github.rescuekit.leave;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ElfInterpreterTest {

    private static final byte[] PROGRAM = BootableTree.elf("/lib/ld.so").getBytes(StandardCharsets.ISO_8859_1);

    @Test
    void readsTheLinker() {
        assertThat(ElfInterpreter.of(PROGRAM)).contains("/lib/ld.so");
    }

    @Test
    void survivesAFileThatEndsAnywhere() {
        for (int length = 0; length < PROGRAM.length - 1; length++) {
            assertThat(ElfInterpreter.of(Arrays.copyOf(PROGRAM, length))).isEmpty();
        }
    }

    @Test
    void survivesEveryByteThatIsWrong() {
        for (int at = 0; at < PROGRAM.length; at++) {
            byte[] damaged = PROGRAM.clone();
            damaged[at] = (byte) 0xff;
            assertThat(ElfInterpreter.of(damaged)).isNotNull();
        }
    }
}
