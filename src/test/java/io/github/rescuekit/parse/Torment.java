package io.github.rescuekit.parse;

import io.github.rescuekit.model.RescueException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Broken inputs for every parser. */
public final class Torment {

    private static final Duration LONGEST = Duration.ofSeconds(1);
    // What other programs take on a busy machine is not the parser's.
    private static final ThreadMXBean TIMES = ManagementFactory.getThreadMXBean();

    private Torment() {}

    /** The names of the parsers, each of which can be tormented. */
    public static List<String> parsers() {
        return Parsers.ALL.stream().map(Parsers::tool).toList();
    }

    /** Gives a parser that many inputs; tells the first that makes it throw what it must not, or think too long. */
    public static Optional<String> torment(String tool, long seed, int count) {
        Parsers parser = Parsers.of(tool);
        Mutations mutations = new Mutations(seed, ParserPropertyTest.seeds(parser));
        for (int n = 0; n < count; n++) {
            String text = mutations.next();
            Optional<String> failure = failure(parser, text);
            if (failure.isPresent()) {
                return Optional.of(tool + ", seed " + seed + ", input " + n + ": " + failure.get());
            }
        }
        return Optional.empty();
    }

    @SuppressWarnings("CatchingUnchecked") // Whatever a parser throws is what this is about.
    private static Optional<String> failure(Parsers parser, String text) {
        long begin = TIMES.getCurrentThreadCpuTime();
        try {
            if (parser.parse().apply(text) == null) {
                return Optional.of("returned null");
            }
        } catch (RescueException e) {
            return e.happened().isBlank() ? Optional.of("said nothing") : Optional.empty();
        } catch (RuntimeException | Error e) {
            return Optional.of("threw " + e);
        }
        return TIMES.getCurrentThreadCpuTime() - begin > LONGEST.toNanos()
                ? Optional.of("took longer than 1 s")
                : Optional.empty();
    }
}
