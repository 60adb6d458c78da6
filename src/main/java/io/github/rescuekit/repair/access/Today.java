package io.github.rescuekit.repair.access;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/** The day, as far as the clock of a rescue system can be believed: a board without a battery begins in 1970. */
public final class Today {

    private static final LocalDate FIRST = LocalDate.of(2026, 1, 1);
    private static final LocalDate LAST = LocalDate.of(2037, 12, 31);

    private final Clock clock;

    public Today(Clock clock) {
        this.clock = clock;
    }

    /**
     * Days since 1970.
     *
     * @param written when the file was last written; a clock that is behind it is wrong
     */
    Optional<Long> day(Instant written) {
        LocalDate day = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        boolean isSane = !day.isBefore(FIRST)
                && !day.isAfter(LAST)
                && !day.isBefore(LocalDate.ofInstant(written, ZoneOffset.UTC));
        return isSane ? Optional.of(day.toEpochDay()) : Optional.empty();
    }
}
