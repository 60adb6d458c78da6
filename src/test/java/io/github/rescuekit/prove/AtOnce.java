package io.github.rescuekit.prove;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Does the same for several things, as many at a time as there are processors. */
final class AtOnce {

    private AtOnce() {}

    /** What is done for each of them. */
    @FunctionalInterface
    interface Work<T> {
        void on(T thing) throws IOException;
    }

    /** Ends when all have ended, with the error of one that failed: nobody is at work any more in what is cleared away. */
    static <T> void each(Collection<T> things, Work<T> work) throws IOException {
        ExecutorService workers =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        try {
            List<Callable<Void>> tasks = things.stream()
                    .<Callable<Void>>map(thing -> () -> {
                        work.on(thing);
                        return null;
                    })
                    .toList();
            for (Future<Void> ended : workers.invokeAll(tasks)) {
                ended.get();
            }
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } finally {
            workers.shutdown();
        }
    }
}
