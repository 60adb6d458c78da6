package io.github.rescuekit.ui.console;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** A value that is looked up beside the operator's typing, so that a device that hangs never holds the prompt. */
final class Remembered<T> {

    /**
     * How long things may take.
     *
     * @param fresh a value of that age is not looked up again
     * @param patience the operator waits that long for a lookup
     */
    record Times(Duration fresh, Duration patience) {}

    private final Supplier<T> source;
    private final Executor lookups;
    private final Times times;
    private final LongSupplier nanos;
    private volatile T known;
    private volatile long outdated;
    private CompletableFuture<Void> lookup = CompletableFuture.completedFuture(null);

    /** @param initial the value until the first lookup has ended */
    Remembered(T initial, Supplier<T> source, Executor lookups, Times times, LongSupplier nanos) {
        this.known = initial;
        this.source = source;
        this.lookups = lookups;
        this.times = times;
        this.nanos = nanos;
        this.outdated = nanos.getAsLong();
    }

    /** What is known when the patience is over: fresh, or from before. */
    T now() {
        if (nanos.getAsLong() - outdated >= 0) {
            await(refresh());
        }
        return known;
    }

    private void await(CompletableFuture<Void> refresh) {
        try {
            refresh.get(times.patience().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException | ExecutionException e) {
            // Slow or failing devices: what was seen before is the best answer, and the verbs tell the reason.
            System.getLogger(Remembered.class.getName()).log(System.Logger.Level.DEBUG, "not refreshed", e);
        }
    }

    private synchronized CompletableFuture<Void> refresh() {
        if (lookup.isDone()) {
            lookup = CompletableFuture.runAsync(this::look, lookups);
        }
        return lookup;
    }

    private void look() {
        known = source.get();
        outdated = nanos.getAsLong() + times.fresh().toNanos();
    }

    /** What was seen last, of any age. */
    T known() {
        return known;
    }
}
