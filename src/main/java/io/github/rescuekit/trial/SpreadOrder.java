package io.github.rescuekit.trial;

import java.util.stream.LongStream;

/** Visits places in an order that is spread over the whole, wherever it is broken off. */
final class SpreadOrder {

    private SpreadOrder() {}

    /** The numbers from 0 to {@code count - 1}, each once: the first, the middle, the quarters, the eighths... */
    static LongStream of(long count) {
        int bits = Long.SIZE - Long.numberOfLeadingZeros(Math.max(count - 1, 1));
        return LongStream.range(0, 1L << bits)
                .map(n -> Long.reverse(n) >>> (Long.SIZE - bits))
                .filter(place -> place < count);
    }
}
