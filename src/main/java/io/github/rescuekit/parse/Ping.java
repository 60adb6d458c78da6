package io.github.rescuekit.parse;

import io.github.rescuekit.model.UnexpectedOutputException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The summary of {@code ping(8)} of iputils.
 *
 * @param averageMillis of the answers; absent without one
 * @param worstMillis the slowest of them
 */
public record Ping(int sent, int received, Optional<Double> averageMillis, Optional<Double> worstMillis) {

    // "20 packets transmitted, 19 received, +1 errors, 5% packet loss, time 3871ms"
    private static final Pattern COUNTS =
            Pattern.compile("(?m)^(?<sent>\\d{1,6}) packets transmitted, (?<received>\\d{1,6}) (?:packets )?received");
    // "rtt min/avg/max/mdev = 0.030/0.052/0.101/0.010 ms"
    private static final Pattern TIMES = Pattern.compile(
            "(?m)^(?:rtt|round-trip) min/avg/max(?:/mdev)? = [\\d.]{1,12}/(?<average>\\d{1,9}(?:\\.\\d{1,6})?)/(?<worst>\\d{1,9}(?:\\.\\d{1,6})?)");

    /** Reads the output; refuses one without a summary. */
    public static Ping parse(String text) {
        Matcher counts = COUNTS.matcher(text);
        if (!counts.find()) {
            throw new UnexpectedOutputException(
                    "ping", 1, text.lines().findFirst().orElse(""));
        }
        Matcher times = TIMES.matcher(text);
        boolean hasTimes = times.find();
        return new Ping(
                Integer.parseInt(counts.group("sent")),
                Integer.parseInt(counts.group("received")),
                hasTimes ? Optional.of(Double.valueOf(times.group("average"))) : Optional.empty(),
                hasTimes ? Optional.of(Double.valueOf(times.group("worst"))) : Optional.empty());
    }

    public int lost() {
        return Math.max(0, sent - received);
    }
}
