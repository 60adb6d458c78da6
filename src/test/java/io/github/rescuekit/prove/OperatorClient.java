package io.github.rescuekit.prove;

import io.github.rescuekit.exec.SystemRunner;
import io.github.rescuekit.exec.Tools;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.session.DiskLock;
import io.github.rescuekit.session.DiskLocks;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** One of several operators at the same disk: takes its lock again and again, and notes whoever else is inside. */
public final class OperatorClient {

    private static final int LONG_WORK = 40;
    private static final long LONGER_THAN_PATIENCE_NANOS = 700_000_000;

    private OperatorClient() {}

    /** Takes the directory of the lock records, the disk, and how often to try. */
    public static void main(String[] words) throws IOException {
        Path records = Path.of(words[0]);
        String disk = words[1];
        int operations = Integer.parseInt(words[2]);
        Path inside = records.resolveSibling("inside");
        DiskLocks locks = new DiskLocks(new SystemRunner(Tools.OF_THIS_SYSTEM), records, "operator " + words[3]);
        int wrote = 0;
        int told = 0;
        long longest = 0;
        for (int n = 0; n < operations; n++) {
            long begin = System.nanoTime();
            try (DiskLock lock = locks.lock(List.of(disk), "repair number " + n)) {
                lock.requireHeld();
                Files.createFile(inside);
                wrote++;
                if (n % LONG_WORK == LONG_WORK / 2) {
                    LockSupport.parkNanos(LONGER_THAN_PATIENCE_NANOS);
                }
                Files.delete(inside);
            } catch (FileAlreadyExistsException e) {
                System.out.println("bad: two writers were inside at once");
            } catch (RescueException e) {
                told++;
                longest = Math.max(longest, System.nanoTime() - begin);
                if (e.guard().filter("locked"::equals).isEmpty()) {
                    System.out.println("bad: " + e.happened());
                }
            }
        }
        System.out.println(wrote + " " + told + " " + longest / 1_000_000);
    }
}
