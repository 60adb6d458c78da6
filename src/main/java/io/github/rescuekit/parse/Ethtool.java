package io.github.rescuekit.parse;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code ethtool(8)} tells of a link.
 *
 * @param megabits the speed, in millions of bits a second; absent where the card does not say
 * @param duplex {@code Full} or {@code Half}
 */
public record Ethtool(Optional<Integer> megabits, Optional<String> duplex, Optional<Boolean> hasLink) {

    private static final Pattern SPEED = Pattern.compile("(?m)^[ \\t]*Speed: (\\d{1,7})Mb/s");
    private static final Pattern DUPLEX = Pattern.compile("(?m)^[ \\t]*Duplex: (Full|Half)");
    private static final Pattern LINK = Pattern.compile("(?m)^[ \\t]*Link detected: (yes|no)");

    /** Reads the output; virtual cards leave most of it out. */
    public static Ethtool parse(String text) {
        return new Ethtool(
                first(SPEED, text).map(Integer::valueOf),
                first(DUPLEX, text),
                first(LINK, text).map("yes"::equals));
    }

    private static Optional<String> first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
