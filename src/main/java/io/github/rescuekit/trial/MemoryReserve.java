package io.github.rescuekit.trial;

import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.RescueException;
import java.util.Optional;

/**
 * How much memory a trial may take: sshd, the console and the kernel must live on beside it.
 *
 * @param total all that the kernel can use
 * @param available what programs can still have of it
 */
record MemoryReserve(Bytes total, Bytes available) {

    private static final Bytes LEAST = Bytes.mib(512);
    private static final long TENTH = 10;
    private static final long MEBIBYTE = Bytes.mib(1).count();
    // Less is soon tested and tells nothing; stressapptest itself wants some room to shuffle pages.
    private static final Bytes WORTH_TESTING = Bytes.mib(16);

    /** What must stay free: a tenth of the memory, and never less than 512 MiB. */
    Bytes reserve() {
        Bytes tenth = new Bytes(total.count() / TENTH);
        return tenth.isMoreThan(LEAST) ? tenth : LEAST;
    }

    /**
     * The size of the test in whole MiB: as wanted, or all but the reserve.
     *
     * @throws RescueException guard {@code memory-reserve}, when that does not leave the reserve free
     */
    Bytes sizeFor(Optional<Bytes> wanted) {
        Bytes most = most();
        if (WORTH_TESTING.isMoreThan(most)) {
            throw refused(
                    "there is not enough free memory for a test",
                    "end what uses the memory (see 'top'), or test from a boot medium such as memtest86+");
        }
        if (wanted.filter(it -> it.isMoreThan(most)).isPresent()) {
            throw refused(
                    wanted.get() + " would not leave enough memory to this system",
                    "give --size " + most.count() / MEBIBYTE + "M or less; without --size that is taken");
        }
        return wanted.map(MemoryReserve::wholeMebibytes).orElse(most);
    }

    private Bytes most() {
        return wholeMebibytes(
                new Bytes(Math.max(0, available.count() - reserve().count())));
    }

    private static Bytes wholeMebibytes(Bytes size) {
        return new Bytes(size.count() / MEBIBYTE * MEBIBYTE);
    }

    private RescueException refused(String happened, String next) {
        return RescueException.refused(
                "memory-reserve",
                happened + ": " + available + " of " + total + " are available, and " + reserve()
                        + " must stay free for sshd and the kernel",
                next);
    }
}
