package io.github.rescuekit.mount;

import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.parse.Meminfo;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much memory the changes of an overlay may take: in a rescue system, filling it would stop everything. */
final class OverlayRoom {

    private static final Path MEMINFO = Path.of("/proc/meminfo");
    // What sshd, the console and a repair tool need beside it.
    private static final Bytes RESERVE = Bytes.mib(128);
    // Mount points and device nodes have to go somewhere.
    private static final Bytes LEAST = Bytes.mib(1);
    // One block of the cow filter, and what the filesystem in memory needs to note it.
    private static final Bytes FULL = Bytes.kib(128);

    private OverlayRoom() {}

    /** The mount option of a tmpfs that can take all that may be taken now. */
    static String sizeNow() {
        try {
            return option(Meminfo.parse(Files.readString(MEMINFO)));
        } catch (IOException e) {
            return option(Meminfo.parse(""));
        }
    }

    /** Half of the memory at most, and nothing of the reserve; what cannot be measured is taken for small. */
    static String option(Meminfo memory) {
        long free = memory.available().orElse(Bytes.ZERO).count() - RESERVE.count();
        long half = memory.total().orElse(Bytes.ZERO).count() / 2;
        return "size=" + Math.max(LEAST.count(), Math.min(free, half));
    }

    /**
     * Refuses what was seen through an overlay whose changes did not all fit: whoever writes to a full one is told of an
     * I/O error, as by a broken disk.
     *
     * @param directory a directory of its tmpfs, as this process reaches it
     * @throws RescueException when it is full
     */
    static void requireLeft(Path directory) {
        // Not its FileStore, which wants to find it in the mount table of this process.
        File store = directory.toFile();
        if (FULL.isMoreThan(new Bytes(store.getUsableSpace()))) {
            throw full(new Bytes(store.getTotalSpace()));
        }
    }

    /** Mounts what lies in an overlay, unless the changes of its replay do not all fit. */
    static void mount(Path directory, Runnable mount, Runnable unmount) {
        try {
            mount.run();
        } catch (RescueException e) {
            requireLeft(directory);
            throw e;
        }
        try {
            requireLeft(directory);
        } catch (RescueException e) {
            unmount.run();
            throw e;
        }
    }

    private static RescueException full(Bytes room) {
        return new RescueException(
                ExitCode.TOOL_FAILED,
                "its changes need more than the " + room + " of memory that can be spared",
                "end what uses the memory (see 'free' and 'df -t tmpfs')");
    }
}
