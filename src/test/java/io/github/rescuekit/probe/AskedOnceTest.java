package io.github.rescuekit.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AskedOnceTest {

    private final AtomicInteger answers = new AtomicInteger();
    private Instant now = Instant.parse("2026-11-29T10:00:00Z");
    private final AskedOnce<Integer> once = new AskedOnce<>(answers::incrementAndGet, () -> now);

    @Test
    void tellsTheSameForSomeSeconds() {
        assertThat(once.get()).isEqualTo(1);
        now = now.plusSeconds(4);
        assertThat(once.get()).isEqualTo(1);
    }

    @Test
    void asksAgainWhenTheAnswerIsOld() {
        once.get();
        now = now.plusSeconds(6);
        assertThat(once.get()).isEqualTo(2);
    }

    @Test
    void asksAgainWhenTheClockWasSetBack() {
        once.get();
        now = now.minusSeconds(3600);
        assertThat(once.get()).isEqualTo(2);
    }
}
