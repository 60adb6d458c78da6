package io.github.rescuekit.probe;

import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.Inventory;
import io.github.rescuekit.model.RescueException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Takes stock of the machine through OSHI, which costs half a second and starts small programs such as dmidecode by
 * itself: in a thread of its own, so that one that hangs costs no more than the deadline.
 */
public final class InventoryProbe {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Supplier<Inventory> look;
    private final Duration limit;

    public InventoryProbe() {
        this(() -> new OshiInventory().look(), LIMIT);
    }

    InventoryProbe(Supplier<Inventory> look, Duration limit) {
        this.look = look;
        this.limit = limit;
    }

    public Inventory look() {
        CompletableFuture<Inventory> inventory = new CompletableFuture<>();
        Thread thread = new Thread(() -> complete(inventory), "inventory");
        thread.setDaemon(true);
        thread.start();
        try {
            return inventory.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return nothing("it took longer than " + limit.toSeconds() + " s");
        } catch (ExecutionException e) {
            return nothing(String.valueOf(e.getCause()));
        } catch (InterruptedException e) {
            throw new RescueException(ExitCode.INTERRUPTED, "the inventory was interrupted", "start it again")
                    .causedBy(e);
        }
    }

    @SuppressWarnings("CatchingUnchecked") // A library that stumbles over odd hardware must not end the rescue.
    private void complete(CompletableFuture<Inventory> inventory) {
        try {
            inventory.complete(look.get());
        } catch (RuntimeException | Error e) {
            inventory.completeExceptionally(e);
        }
    }

    private static Inventory nothing(String reason) {
        return new Inventory(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                0,
                0,
                List.of(),
                List.of(),
                List.of(),
                List.of("the inventory could not be taken: " + reason));
    }
}
