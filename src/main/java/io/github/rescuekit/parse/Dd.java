package io.github.rescuekit.parse;

import io.github.rescuekit.model.Bytes;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code dd} tells of a copy on standard error.
 *
 * @param time what the copy itself took; zero when dd did not come so far
 * @param error why it ended before its end
 */
public record Dd(Bytes copied, Duration time, Optional<String> error) {

    // "4096 bytes (4.1 kB, 4.0 KiB) copied, 8.6387e-05 s, 47.4 MB/s"; busybox writes "seconds".
    private static final Pattern SUMMARY = Pattern.compile(
            "(?m)^(?<bytes>\\d{1,18}) bytes? (?:\\([^)\\n]{1,40}\\) )?copied, (?<seconds>\\d{1,9}(?:\\.\\d{1,12})?(?:e-\\d{1,2})?) s");
    // It calls itself by the path that it was started with.
    private static final Pattern ERROR = Pattern.compile("(?m)^(?:\\S{0,200}/)?dd: (?<error>.{1,500})$");
    private static final double NANOS = 1e9;
    private static final Dd NOTHING = new Dd(Bytes.ZERO, Duration.ZERO, Optional.empty());

    public static Dd parse(String text) {
        Matcher summary = SUMMARY.matcher(text);
        Matcher error = ERROR.matcher(text);
        Dd copy = summary.find()
                ? new Dd(
                        new Bytes(Long.parseLong(summary.group("bytes"))),
                        Duration.ofNanos(Math.round(Double.parseDouble(summary.group("seconds")) * NANOS)),
                        Optional.empty())
                : NOTHING;
        return error.find() ? new Dd(copy.copied, copy.time, Optional.of(error.group("error"))) : copy;
    }
}
