package io.github.rescuekit.ui.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class LookupsTest {

    private final Lookups lookups = new Lookups();

    @Test
    void interruptsALookupAndWaitsUntilItHasTidiedUp() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        AtomicBoolean tidy = new AtomicBoolean();
        lookups.execute(() -> {
            begun.countDown();
            waitForEver();
            tidy.set(true);
        });
        begun.await();

        lookups.end();

        assertThat(tidy).isTrue();
    }

    @Test
    void hasNothingToEndWhenNothingRuns() {
        lookups.end();

        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    private static void waitForEver() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
