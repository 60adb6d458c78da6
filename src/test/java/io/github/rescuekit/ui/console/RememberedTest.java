package io.github.rescuekit.ui.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.ui.console.Remembered.Times;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RememberedTest {

    private static final Times NO_WAIT = new Times(Duration.ofSeconds(3), Duration.ZERO);

    private final AtomicInteger counter = new AtomicInteger();
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private long now;

    @Test
    void looksAgainWhenTheValueIsNoLongerFresh() {
        Remembered<Integer> value = remembered(Runnable::run);

        assertThat(value.now()).isEqualTo(1);
        now += Duration.ofSeconds(2).toNanos();
        assertThat(value.now()).isEqualTo(1);
        now += Duration.ofSeconds(2).toNanos();
        assertThat(value.now()).isEqualTo(2);
    }

    @Test
    void answersWithWhatIsKnownWhileALookupHangs() {
        Remembered<Integer> value = remembered(waiting::add);

        assertThat(value.now()).isZero();
        assertThat(value.now()).isZero();
        assertThat(waiting).hasSize(1);

        waiting.remove().run();
        assertThat(value.now()).isEqualTo(1);
    }

    @Test
    void keepsWhatIsKnownWhenALookupFails() {
        Remembered<Integer> value = new Remembered<>(
                7,
                () -> {
                    throw new IllegalStateException("no disk");
                },
                Runnable::run,
                NO_WAIT,
                () -> now);

        assertThat(value.now()).isEqualTo(7);
    }

    private Remembered<Integer> remembered(Executor executor) {
        return new Remembered<>(0, counter::incrementAndGet, executor, NO_WAIT, () -> now);
    }
}
