package io.github.rescuekit.prove;

import io.github.rescuekit.LoopImage;
import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.Result;
import io.github.rescuekit.prove.Proof.Reach;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Runs two proofs at a time, each in a process and a mount namespace of its own: what one mounts no other sees, and no
 * other keeps alive. What waits in one is used by the other.
 */
final class Lanes {

    private static final int LANES = 2;
    private static final Duration LONGEST = Duration.ofHours(2);
    private static final int TIME_TO_END_SECONDS = 20;

    private record Waiting(String name, Reach reach) {}

    private final List<String> options;
    private final List<Waiting> waiting = new ArrayList<>();
    private final List<Waiting> running = new ArrayList<>();
    private boolean holds = true;

    Lanes(List<String> options) {
        this.options = List.copyOf(options);
    }

    void add(String name, Reach reach) {
        waiting.add(new Waiting(name, reach));
    }

    /** Prints the lines of each as it ends; true when all hold. */
    boolean run() {
        ExecutorService lanes = Executors.newFixedThreadPool(LANES);
        // Ctrl-C reaches us alone: the proofs are in sessions of their own.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(lanes)));
        List<CompletableFuture<Void>> all = IntStream.range(0, LANES)
                .mapToObj(lane -> CompletableFuture.runAsync(this::work, lanes))
                .toList();
        all.forEach(CompletableFuture::join);
        lanes.shutdown();
        return holds;
    }

    private static void end(ExecutorService lanes) {
        lanes.shutdownNow();
        try {
            if (!lanes.awaitTermination(TIME_TO_END_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("prove: a proof does not end. Next: see 'losetup --list' and 'ps'.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void work() {
        for (Optional<Waiting> next = next(); next.isPresent(); next = next()) {
            ended(next.get(), process(next.get().name()));
        }
    }

    private synchronized Optional<Waiting> next() {
        try {
            while (!waiting.isEmpty() && fitting().isEmpty()) {
                wait();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        Optional<Waiting> next = fitting();
        next.ifPresent(waiting::remove);
        next.ifPresent(running::add);
        return next;
    }

    private Optional<Waiting> fitting() {
        return waiting.stream()
                .filter(it -> running.stream().allMatch(other -> it.reach().goesBeside(other.reach())))
                .findFirst();
    }

    private synchronized void ended(Waiting proof, Result result) {
        System.out.print(result.out());
        System.err.print(result.err());
        System.out.flush();
        holds &= result.exitCode() == 0;
        running.remove(proof);
        notifyAll();
    }

    private Result process(String name) {
        List<String> words = new ArrayList<>(List.of("--mount", "--propagation", "shared", "--"));
        words.add(System.getProperty("java.home") + "/bin/java");
        // The least memory that a rescue system has for us: what fits into it here fits there.
        words.addAll(List.of("-Xmx256m", "-cp", System.getProperty("java.class.path"), Prove.class.getName()));
        words.addAll(List.of(Prove.HERE, name));
        words.addAll(options);
        return LoopImage.RUNNER.run(Command.of("unshare", words).within(LONGEST).acceptingAny());
    }
}
