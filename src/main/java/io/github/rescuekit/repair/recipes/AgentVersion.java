package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.installed.Distribution;
import io.github.rescuekit.installed.Distribution.Family;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The version of the QEMU guest agent, and what follows from it.
 *
 * @param numbers those of the upstream release, such as 7, 2, 22
 * @param text as it was found
 */
record AgentVersion(List<Integer> numbers, String text) {

    // An epoch before it and a packaging revision after it do not belong to upstream's version: 1:7.2+dfsg-7+deb12u18.
    private static final Pattern PACKAGE = Pattern.compile("(?:[0-9]{1,4}:)?([0-9]{1,4}(?:\\.[0-9]{1,4}){1,3}).*");
    private static final Pattern DOT = Pattern.compile("\\.");

    AgentVersion {
        numbers = List.copyOf(numbers);
    }

    static Optional<AgentVersion> parse(String text) {
        Matcher matcher = PACKAGE.matcher(text);
        return matcher.matches() ? Optional.of(new AgentVersion(numbers(matcher.group(1)), text)) : Optional.empty();
    }

    private static List<Integer> numbers(String dotted) {
        return Arrays.stream(DOT.split(dotted)).map(Integer::valueOf).toList();
    }

    /** Skips every mount of a filesystem that is already in its list, so that binds do no harm. */
    boolean skipsBinds(Distribution distribution) {
        boolean backported = isAtLeast(9, 1) && RedHatRelease.of(distribution).hasBindFix();
        return isAtLeast(10, 0) || backported;
    }

    /** Freezes in the order of mounting; the reverse order, made for loop mounts, came with 2.0.1 and 2.1. */
    boolean freezesInMountOrder() {
        return !isAtLeast(2, 0, 1);
    }

    boolean readsConfigurationFile() {
        return isAtLeast(2, 5);
    }

    /** Knows {@code block-rpcs}; before that it was {@code blacklist}, which 9.1 does not know any more. */
    boolean knowsBlockRpcs() {
        return isAtLeast(7, 2);
    }

    boolean knowsBlacklist() {
        return !isAtLeast(9, 1);
    }

    boolean knowsAllowRpcs() {
        return isAtLeast(8, 1);
    }

    private boolean isAtLeast(int... wanted) {
        for (int place = 0; place < wanted.length; place++) {
            int number = place < numbers.size() ? numbers.get(place) : 0;
            if (number != wanted[place]) {
                return number > wanted[place];
            }
        }
        return true;
    }

    /** A release of Red Hat Enterprise Linux or of a rebuild. */
    private record RedHatRelease(int major, int minor) {

        static RedHatRelease of(Distribution distribution) {
            List<Integer> numbers = distribution.family() == Family.RHEL
                    ? distribution
                            .version()
                            .filter(it -> it.matches("[0-9]{1,3}(\\.[0-9]{1,3})*"))
                            .map(AgentVersion::numbers)
                            .orElse(List.of())
                    : List.of();
            return new RedHatRelease(numbers.isEmpty() ? 0 : numbers.get(0), numbers.size() < 2 ? 0 : numbers.get(1));
        }

        // RHEL-71940 and RHEL-71939: their 9.1.0 has the fix of 10.0.
        boolean hasBindFix() {
            return major >= 10 || (major == 9 && minor >= 6);
        }
    }
}
