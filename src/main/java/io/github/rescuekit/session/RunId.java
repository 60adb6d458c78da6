package io.github.rescuekit.session;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a run in the journal of one installed system.
 *
 * @param serial counts the runs on that system; it keeps them in order when the rescue system's clock is wrong
 * @param stamp when the run began, by that clock, such as {@code 20260102T030405Z}
 */
public record RunId(int serial, String stamp) implements Comparable<RunId> {

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final Pattern NAME = Pattern.compile("([0-9]{4,9})-([0-9]{8}T[0-9]{6}Z)");

    static RunId next(Optional<RunId> last, Instant now) {
        return new RunId(last.map(RunId::serial).orElse(0) + 1, stamp(now));
    }

    /** A moment in a name. */
    static String stamp(Instant now) {
        return STAMP.format(now);
    }

    public static Optional<RunId> parse(String name) {
        Matcher fields = NAME.matcher(name);
        return fields.matches()
                ? Optional.of(new RunId(Integer.parseInt(fields.group(1)), fields.group(2)))
                : Optional.empty();
    }

    /** True for the whole name and for its number alone, {@code 7} or {@code 0007}. */
    public boolean isMeantBy(String words) {
        return words.equals(toString()) || (words.matches("[0-9]{1,9}") && Integer.parseInt(words) == serial);
    }

    @Override
    public int compareTo(RunId other) {
        return Comparator.comparingInt(RunId::serial)
                .thenComparing(RunId::stamp)
                .compare(this, other);
    }

    /** Such as {@code 0007-20260102T030405Z}. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%04d-%s", serial, stamp);
    }
}
