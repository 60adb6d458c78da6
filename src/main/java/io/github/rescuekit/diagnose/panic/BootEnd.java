package io.github.rescuekit.diagnose.panic;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How a boot ended.
 *
 * @param signs what its log shows, the one of highest rank first
 */
public record BootEnd(Boot boot, Ending ending, List<Sign> signs) {

    /** The ways to end. */
    public enum Ending {
        /** It was shut down or rebooted. */
        SHUTDOWN,
        /** It ended in a failure that its log tells of. */
        FAILURE,
        /** The log stops: the power was cut, somebody pressed reset, or nothing could be written any more. */
        LOG_STOPS
    }

    /**
     * A signature that was seen.
     *
     * @param lines the first that show it
     */
    public record Sign(Signature signature, List<LogLine> lines, int count) {

        public Sign {
            lines = List.copyOf(lines);
        }
    }

    private static final int MOST_LINES = 3;
    // A shutdown writes its last lines within this many; one that was begun and stuck is no shutdown.
    private static final int LAST_LINES = 60;

    public BootEnd {
        signs = List.copyOf(signs);
    }

    /** What it ended in; empty when nothing tells. */
    public Optional<Sign> cause() {
        return signs.stream().findFirst();
    }

    static BootEnd of(Boot boot, Signatures signatures) {
        List<LogLine> lines = boot.lines();
        List<Sign> signs = new ArrayList<>();
        boolean isShutdown = false;
        for (Signature signature : signatures.ranked()) {
            if (signature.isShutdown()) {
                isShutdown |= lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()).stream()
                        .anyMatch(signature::isIn);
            } else {
                seen(signature, lines).ifPresent(signs::add);
            }
        }
        signs.sort(Comparator.comparing(it -> it.signature().severity()));
        Ending ending = isShutdown ? Ending.SHUTDOWN : signs.isEmpty() ? Ending.LOG_STOPS : Ending.FAILURE;
        return new BootEnd(boot, ending, signs);
    }

    private static Optional<Sign> seen(Signature signature, List<LogLine> lines) {
        List<LogLine> looked =
                signature.onlyAtTheEnd() ? lines.subList(Math.max(0, lines.size() - 1), lines.size()) : lines;
        List<LogLine> found = looked.stream().filter(signature::isIn).toList();
        return found.isEmpty()
                ? Optional.empty()
                : Optional.of(new Sign(signature, found.subList(0, Math.min(MOST_LINES, found.size())), found.size()));
    }
}
