package io.github.rescuekit.trial;

import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.Progress;
import io.github.rescuekit.parse.Dd;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.PrimitiveIterator;
import java.util.stream.LongStream;

/** Reads a device in large pieces: all of it, or for a time pieces that are spread over all of it. */
final class SequentialRead {

    /** A piece that was read to its end. */
    record Piece(Bytes offset, Dd copy) {

        double bytesPerSecond() {
            return copy.copied().count() * NANOS / Math.max(copy.time().toNanos(), 1);
        }
    }

    /**
     * A piece that could not be read to its end.
     *
     * @param error what dd says
     */
    record Failure(Bytes offset, Bytes length, String error) {

        /** True when the device did not give its data, and not when it could not be opened or became shorter. */
        boolean isOfTheDevice() {
            return error.startsWith("error reading ");
        }
    }

    private static final Bytes BLOCK = Bytes.mib(1);
    private static final long BLOCKS_OF_A_PIECE = 128;
    private static final double NANOS = 1e9;
    // Each failed read costs a dying disk some of its life; what this many places tell is enough.
    private static final int ENOUGH_FAILURES = 8;

    private final DiskReading reading;
    private final Bytes size;
    private final List<Piece> pieces = new ArrayList<>();
    private final List<Failure> failures = new ArrayList<>();

    SequentialRead(DiskReading reading, Bytes size) {
        this.reading = reading;
        this.size = size;
    }

    /** Reads pieces all over the device until that time was spent on reading. */
    SequentialRead sample(Duration time, Progress progress) {
        PrimitiveIterator.OfLong places = SpreadOrder.of(pieceCount()).iterator();
        Duration spent = Duration.ZERO;
        while (places.hasNext() && spent.compareTo(time) < 0 && failures.size() < ENOUGH_FAILURES) {
            progress.at(words(), (double) spent.toMillis() / time.toMillis());
            spent = spent.plus(read(places.nextLong()));
        }
        return this;
    }

    /** Reads everything, from the beginning to the end. */
    SequentialRead whole(Progress progress) {
        PrimitiveIterator.OfLong places = LongStream.range(0, pieceCount()).iterator();
        while (places.hasNext() && failures.size() < ENOUGH_FAILURES) {
            long place = places.nextLong();
            progress.at(words(), (double) place / pieceCount());
            read(place);
        }
        return this;
    }

    List<Piece> pieces() {
        return List.copyOf(pieces);
    }

    List<Failure> failures() {
        return List.copyOf(failures);
    }

    Bytes bytesRead() {
        return pieces.stream().map(it -> it.copy().copied()).reduce(Bytes.ZERO, Bytes::plus);
    }

    Duration timeSpent() {
        return pieces.stream().map(it -> it.copy().time()).reduce(Duration.ZERO, Duration::plus);
    }

    private String words() {
        return "reading, " + bytesRead() + " of " + size
                + (failures.isEmpty() ? "" : ", " + failures.size() + " places cannot be read");
    }

    private long pieceCount() {
        long piece = BLOCKS_OF_A_PIECE * BLOCK.count();
        return (size.count() + piece - 1) / piece;
    }

    private Duration read(long place) {
        long skip = place * BLOCKS_OF_A_PIECE;
        Bytes offset = new Bytes(skip * BLOCK.count());
        Bytes length = new Bytes(Math.min(BLOCKS_OF_A_PIECE * BLOCK.count(), size.count() - offset.count()));
        Dd copy = reading.read(BLOCK, skip, BLOCKS_OF_A_PIECE);
        if (copy.error().isEmpty() && copy.copied().equals(length)) {
            pieces.add(new Piece(offset, copy));
        } else {
            failures.add(new Failure(
                    offset, length, copy.error().orElse("only " + copy.copied() + " of " + length + " were there")));
        }
        return copy.time();
    }
}
