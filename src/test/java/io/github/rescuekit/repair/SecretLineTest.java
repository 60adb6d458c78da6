package io.github.rescuekit.repair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rescuekit.model.Secret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretLineTest {

    @Test
    void readsOneLineWithOrWithoutItsEnd() throws IOException {
        assertThat(read("s3crét phrase\n".getBytes(StandardCharsets.UTF_8))).isEqualTo(new Secret("s3crét phrase"));
        assertThat(read("s3cret".getBytes(StandardCharsets.UTF_8))).isEqualTo(new Secret("s3cret"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "one\ntwo\n", "one\r\n", "a\0b"})
    void refusesWhatIsNoLine(String text) {
        assertThatThrownBy(() -> read(text.getBytes(StandardCharsets.UTF_8)))
                .hasMessage("descriptor 3 does not hold a secret");
    }

    @Test
    void refusesWhatIsNoTextOrHasNoEnd() {
        assertThatThrownBy(() -> read(new byte[] {(byte) 0xff, 'a'})).hasMessage("descriptor 3 does not hold a secret");
        assertThatThrownBy(() -> read("a".repeat(5000).getBytes(StandardCharsets.UTF_8)))
                .hasMessage("descriptor 3 does not hold a secret");
    }

    private static Secret read(byte[] bytes) throws IOException {
        return SecretLine.read("descriptor 3", new ByteArrayInputStream(bytes));
    }
}
