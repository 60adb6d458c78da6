package io.github.rescuekit.trial;

import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.Progress;
import io.github.rescuekit.parse.Dd;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** How long a device takes for one small read at a random place, one at a time. */
final class RandomReads {

    private static final Bytes BLOCK = Bytes.kib(4);
    private static final int READS = 200;
    // The same places on each machine and day, so that runs compare.
    private static final long SEED = 1;
    private static final long SECTORS_OF_A_BLOCK = 8;
    private static final int ENOUGH_FAILURES = 8;

    private final DiskReading reading;
    private final long blocks;
    private final List<Duration> times = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();

    RandomReads(DiskReading reading, Bytes size) {
        this.reading = reading;
        this.blocks = size.count() / BLOCK.count();
    }

    void run(Progress progress) {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int n = 0; n < READS && blocks > 0 && failures.size() < ENOUGH_FAILURES; n++) {
            progress.at("reading at random places", (double) n / READS);
            read(random.nextLong(blocks));
        }
        times.sort(null);
    }

    /** The places that could not be read, a line each. */
    List<String> failures() {
        return List.copyOf(failures);
    }

    List<Figure> figures() {
        return times.isEmpty()
                ? List.of()
                : List.of(
                        microseconds("randomReadMedianMicroseconds", share(0.5), "for a random read"),
                        microseconds("randomReadSlowestMicroseconds", share(1), "for the slowest of " + times.size()));
    }

    private void read(long block) {
        Dd copy = reading.read(BLOCK, block, 1);
        if (copy.error().isEmpty() && copy.copied().equals(BLOCK)) {
            times.add(copy.time());
        } else {
            failures.add("sector " + block * SECTORS_OF_A_BLOCK + ": "
                    + copy.error().orElse("only " + copy.copied() + " were there"));
        }
    }

    private Duration share(double share) {
        return times.get((int) Math.min(times.size() - 1, Math.floor(share * times.size())));
    }

    private static Figure microseconds(String key, Duration time, String what) {
        long microseconds = time.toNanos() / 1000;
        return new Figure(key, microseconds, microseconds / 1000 + "." + (microseconds / 100) % 10 + " ms " + what);
    }
}
