package io.github.rescuekit.trial;

import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.Result;
import io.github.rescuekit.exec.Runner;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.RescueException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Puts programs to work side by side, and looks after them until the last one has ended. */
final class Load {

    /** Looks on while the programs work. */
    @FunctionalInterface
    interface Watch {

        /** Why they must be stopped now; empty while all is well. */
        Optional<String> look(Duration since);
    }

    /** What became of one program: what it left behind, or why it left nothing. */
    record Run(Optional<Result> result, Optional<RescueException> failure) {}

    /**
     * What became of all of them.
     *
     * @param runs in the order of the commands
     * @param stopped the reason of the watch, when it had them stopped
     */
    record Outcome(List<Run> runs, Optional<String> stopped, Duration duration) {

        Outcome {
            runs = List.copyOf(runs);
        }
    }

    private final Runner runner;
    private final Duration betweenLooks;

    Load(Runner runner, Duration betweenLooks) {
        this.runner = runner;
        this.betweenLooks = betweenLooks;
    }

    /**
     * Runs the commands at the same time. However this ends, none of their programs runs on.
     *
     * @throws RescueException when the operator interrupts it
     */
    Outcome run(List<Command> commands, Watch watch) {
        long begin = System.nanoTime();
        ExecutorService threads = Executors.newFixedThreadPool(commands.size(), Load::thread);
        try {
            List<Future<Run>> runs =
                    commands.stream().map(it -> threads.submit(() -> run(it))).toList();
            threads.shutdown();
            Optional<String> stopped = watchOver(threads, watch, begin);
            end(threads);
            return new Outcome(runs.stream().map(Load::ended).toList(), stopped, since(begin));
        } finally {
            end(threads);
        }
    }

    private Run run(Command command) {
        try {
            return new Run(Optional.of(runner.run(command)), Optional.empty());
        } catch (RescueException e) {
            return new Run(Optional.empty(), Optional.of(e));
        }
    }

    private Optional<String> watchOver(ExecutorService threads, Watch watch, long begin) {
        try {
            Optional<String> stop = Optional.empty();
            while (stop.isEmpty() && !threads.awaitTermination(betweenLooks.toNanos(), TimeUnit.NANOSECONDS)) {
                stop = watch.look(since(begin));
            }
            return stop;
        } catch (InterruptedException e) {
            throw new RescueException(
                            ExitCode.INTERRUPTED,
                            "the trial was interrupted, and its programs were ended",
                            "start it again when you are ready; what ran until now proves nothing")
                    .causedBy(e);
        }
    }

    // A runner ends its program when its thread is interrupted. To leave earlier would leave the program behind, so a
    // second Ctrl-C is only remembered.
    private static void end(ExecutorService threads) {
        boolean interrupted = false;
        threads.shutdownNow();
        while (!threads.isTerminated()) {
            try {
                threads.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static Run ended(Future<Run> run) {
        try {
            return run.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Duration since(long begin) {
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "load");
        thread.setDaemon(true);
        return thread;
    }
}
