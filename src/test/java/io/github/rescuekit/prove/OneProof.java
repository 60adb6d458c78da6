package io.github.rescuekit.prove;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.stream.IntStream;

/** One proof, in this process: its figures, and what it cost. */
final class OneProof {

    private static final int SHOWN = 20;
    private static final int TICKS_A_SECOND = 100;
    // proc(5): utime, stime, and both of the children that were waited for, behind the name in parentheses.
    private static final int FIRST_TIME = 11;
    private static final int TIMES = 4;

    private OneProof() {}

    /** True when it holds. */
    static boolean of(String name, Proof proof, Proof.Size size) throws IOException {
        Tally tally = new Tally();
        Instant begin = Instant.now();
        try (WorkDirectory directory = WorkDirectory.of(name)) {
            proof.prove(size, directory.path(), tally);
        }
        System.out.println(String.format(
                Locale.ROOT,
                "%-10s %s; %d s, %d s of processor time: %s",
                name,
                tally.figures(),
                Duration.between(begin, Instant.now()).toSeconds(),
                processorSeconds(),
                tally.holds() ? "holds" : "BROKEN"));
        tally.broken().stream().limit(SHOWN).forEach(it -> System.out.println("  " + it));
        return tally.holds();
    }

    private static long processorSeconds() throws IOException {
        String stat = Files.readString(Path.of("/proc/self/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return IntStream.range(FIRST_TIME, FIRST_TIME + TIMES)
                        .mapToLong(n -> Long.parseLong(fields[n]))
                        .sum()
                / TICKS_A_SECOND;
    }
}
