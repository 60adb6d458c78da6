package io.github.rescuekit.trial;

import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.Runner;
import io.github.rescuekit.exec.Tools;
import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.parse.Badblocks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Finds the very sectors that cannot be read, in a piece of which that is known. badblocks only reads unless told to write. */
final class BadBlockSearch {

    private static final String PROGRAM = "badblocks";
    private static final Bytes BLOCK = Bytes.kib(4);
    private static final long SECTORS_OF_A_BLOCK = 8;
    private static final int MOST = 32;
    // A disk may try each sector for half a minute before it gives up.
    private static final Duration LIMIT = Duration.ofMinutes(20);

    private final Runner runner;
    private final Tools tools;

    BadBlockSearch(Runner runner, Tools tools) {
        this.runner = runner;
        this.tools = tools;
    }

    /** The sectors as ranges, counted from the beginning of the device in units of 512 bytes. */
    List<String> sectors(String device, SequentialRead.Failure failure) {
        if (!tools.has(PROGRAM)) {
            return List.of("which sectors is not known: badblocks is not installed (apt-get install e2fsprogs)");
        }
        long first = failure.offset().count() / BLOCK.count();
        long last = (failure.offset().count() + failure.length().count()) / BLOCK.count() - 1;
        try {
            Command command = Command.of(
                            PROGRAM,
                            "-b",
                            String.valueOf(BLOCK.count()),
                            "-e",
                            String.valueOf(MOST),
                            device,
                            String.valueOf(last),
                            String.valueOf(first))
                    .within(LIMIT);
            return ranges(Badblocks.parse(runner.run(command).out()));
        } catch (RescueException e) {
            return List.of(
                    "which sectors is not known: " + e.unlessInterrupted().happened());
        }
    }

    private static List<String> ranges(List<Long> blocks) {
        List<String> ranges = new ArrayList<>();
        int begin = 0;
        for (int n = 1; n <= blocks.size(); n++) {
            if (n == blocks.size() || blocks.get(n) != blocks.get(n - 1) + 1) {
                ranges.add("cannot be read: sectors " + blocks.get(begin) * SECTORS_OF_A_BLOCK + " to "
                        + (blocks.get(n - 1) * SECTORS_OF_A_BLOCK + SECTORS_OF_A_BLOCK - 1));
                begin = n;
            }
        }
        if (blocks.size() >= MOST) {
            ranges.add("there may be more: the search ends after " + MOST + " bad blocks");
        }
        return ranges;
    }
}
