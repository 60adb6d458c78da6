package io.github.rescuekit.prove;

import io.github.rescuekit.parse.Torment;
import java.nio.file.Path;

/** Promise 12: no input makes a parser throw, hang or exhaust memory; the program runs with 256 MB. */
final class FuzzProof implements Proof {

    @Override
    public Reach reach() {
        return Reach.OWN_FILES;
    }

    @Override
    public void prove(Size size, Path directory, Tally tally) {
        int each = size == Size.FULL ? 1_000_000 : 20_000;
        // Another seed than the unit tests have, so that both together see more.
        long seed = 2;
        Torment.parsers().parallelStream().forEach(tool -> {
            tally.count("parsers");
            Torment.torment(tool, seed, each).ifPresent(tally::broken);
            tally.count("inputs", each);
        });
        tally.requireAtLeast("parsers", 12);
    }
}
