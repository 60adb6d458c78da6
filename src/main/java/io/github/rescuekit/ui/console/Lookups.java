package io.github.rescuekit.ui.console;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executor;

/** Looks things up while the operator types; nothing of it goes on while a verb runs. */
final class Lookups implements Executor {

    // A device that hangs is left to the verb, which tells of it.
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Set<Thread> running = new HashSet<>();

    @Override
    public synchronized void execute(Runnable lookup) {
        Thread thread = new Thread(() -> run(lookup), "lookup");
        thread.setDaemon(true);
        running.add(thread);
        thread.start();
    }

    private void run(Runnable lookup) {
        try {
            lookup.run();
        } finally {
            ended(Thread.currentThread());
        }
    }

    private synchronized void ended(Thread thread) {
        running.remove(thread);
        notifyAll();
    }

    /** Interrupts what goes on and waits until it has taken its mounts down. */
    synchronized void end() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        running.forEach(Thread::interrupt);
        try {
            while (!running.isEmpty() && System.nanoTime() - deadline < 0) {
                wait(PATIENCE.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
