package io.github.rescuekit.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.Inventory;
import io.github.rescuekit.model.RescueException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class InventoryProbeTest {

    @Test
    void doesNotWaitForAProgramThatHangs() {
        Inventory inventory = new InventoryProbe(InventoryProbeTest::hang, Duration.ZERO).look();

        assertThat(inventory.unknowns()).containsExactly("the inventory could not be taken: it took longer than 0 s");
        assertThat(inventory.modules()).isEmpty();
    }

    @Test
    void survivesALibraryThatStumbles() {
        Supplier<Inventory> stumbling = () -> {
            throw new NoClassDefFoundError("oshi/Odd");
        };

        assertThat(new InventoryProbe(stumbling, Duration.ofMinutes(1)).look().unknowns())
                .containsExactly("the inventory could not be taken: java.lang.NoClassDefFoundError: oshi/Odd");
    }

    @Test
    void endsWhenTheOperatorInterrupts() {
        Thread.currentThread().interrupt();

        assertThatExceptionOfType(RescueException.class)
                .isThrownBy(() -> new InventoryProbe(InventoryProbeTest::hang, Duration.ofMinutes(1)).look())
                .satisfies(e -> assertThat(e.exitCode()).isEqualTo(ExitCode.INTERRUPTED));
    }

    private static Inventory hang() {
        try {
            new CountDownLatch(1).await();
            throw new AssertionError("never");
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
