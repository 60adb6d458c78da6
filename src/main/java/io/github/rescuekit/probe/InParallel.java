package io.github.rescuekit.probe;

import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.RescueException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** Does the same with many things at once, and gives the answers in their order. */
public final class InParallel {

    private static final int MOST_THREADS = 32;

    private InParallel() {}

    public static <T, R> List<R> all(Collection<T> things, Function<T, R> work) {
        ExecutorService threads =
                Executors.newFixedThreadPool(Math.max(1, Math.min(things.size(), MOST_THREADS)), task -> {
                    Thread thread = new Thread(task, "probe");
                    thread.setDaemon(true);
                    return thread;
                });
        try {
            List<Future<R>> answers = new ArrayList<>();
            things.forEach(thing -> answers.add(threads.submit(() -> work.apply(thing))));
            return collect(answers);
        } finally {
            threads.shutdownNow();
        }
    }

    private static <R> List<R> collect(List<Future<R>> answers) {
        List<R> collected = new ArrayList<>();
        try {
            for (Future<R> answer : answers) {
                collected.add(answer.get());
            }
        } catch (InterruptedException e) {
            throw new RescueException(ExitCode.INTERRUPTED, "looking at the disks was interrupted", "start it again")
                    .causedBy(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
        return collected;
    }
}
