package io.github.rescuekit.ui.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets the work end in order when the process is told to end, by Ctrl-C, by kill or by a lost terminal: the work is
 * interrupted, ends its programs and takes its mounts down, and only then does the process end.
 */
public final class Interruption {

    // Longer than taking down every mount of a large server takes; a device that hangs must not hold us for ever.
    private static final long PATIENCE_SECONDS = 60;

    private final Thread work;
    private final CountDownLatch workEnded = new CountDownLatch(1);

    private Interruption(Thread work) {
        this.work = work;
    }

    /** Watches over the calling thread. */
    public static Interruption ofThisThread() {
        Interruption interruption = new Interruption(Thread.currentThread());
        Runtime.getRuntime().addShutdownHook(new Thread(interruption::endWork, "interruption"));
        return interruption;
    }

    /** Tells that nothing is left to be ended. */
    public void workEnded() {
        workEnded.countDown();
    }

    private void endWork() {
        if (workEnded.getCount() == 0) {
            return;
        }
        work.interrupt();
        try {
            if (!workEnded.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("rescuekit: something hangs and was left behind. Next: see 'rescuekit mounts'.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
