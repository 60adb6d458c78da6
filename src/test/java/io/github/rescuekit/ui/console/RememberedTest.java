package io.github.rescuekit.ui.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RememberedTest {

    private final AtomicInteger counter = new AtomicInteger();
    private final Queue<Runnable> waiting = new ArrayDeque<>();

    @Test
    void looksAgainEachTime() {
        Remembered<Integer> value = remembered(Runnable::run);

        assertThat(value.now()).isEqualTo(1);
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
                Duration.ZERO);

        assertThat(value.now()).isEqualTo(7);
    }

    private Remembered<Integer> remembered(Executor executor) {
        return new Remembered<>(0, counter::incrementAndGet, executor, Duration.ZERO);
    }
}
