package io.github.rescuekit.installed;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The order of kernel releases: their numbers count as numbers, so that 6.1.0-9 stands before 6.1.0-27. */
public final class Releases {

    public static final Comparator<String> OLDEST_FIRST = Releases::compare;

    private static final Pattern PART = Pattern.compile("[0-9]+|[^0-9]+");

    private Releases() {}

    private static int compare(String one, String other) {
        List<String> left = parts(one);
        List<String> right = parts(other);
        for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
            int order = compareParts(left.get(i), right.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(left.size(), right.size());
    }

    private static List<String> parts(String release) {
        return PART.matcher(release).results().map(MatchResult::group).toList();
    }

    private static int compareParts(String left, String right) {
        boolean numbers = Character.isDigit(left.charAt(0)) && Character.isDigit(right.charAt(0));
        return numbers ? new BigInteger(left).compareTo(new BigInteger(right)) : left.compareTo(right);
    }
}
