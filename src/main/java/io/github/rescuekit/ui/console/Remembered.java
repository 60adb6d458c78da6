package io.github.rescuekit.ui.console;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** A value that is looked up in the background, so that a device that hangs never holds the prompt. */
final class Remembered<T> {

    private final Supplier<T> source;
    private final Executor background;
    private final Duration patience;
    private volatile T known;
    private CompletableFuture<Void> lookup = CompletableFuture.completedFuture(null);

    /** @param initial the value until the first lookup has ended */
    Remembered(T initial, Supplier<T> source, Executor background, Duration patience) {
        this.known = initial;
        this.source = source;
        this.background = background;
        this.patience = patience;
    }

    /** Looks again and returns what is known when the patience is over, new or from before. */
    T now() {
        try {
            refresh().get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException | ExecutionException e) {
            // Slow or failing devices: what was seen before is the best answer, and the verbs tell the reason.
            System.getLogger(Remembered.class.getName()).log(System.Logger.Level.DEBUG, "not refreshed", e);
        }
        return known;
    }

    /** What was seen last. */
    T known() {
        return known;
    }

    private synchronized CompletableFuture<Void> refresh() {
        if (lookup.isDone()) {
            lookup = CompletableFuture.runAsync(() -> known = source.get(), background);
        }
        return lookup;
    }
}
