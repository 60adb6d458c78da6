package io.github.rescuekit.trial;

import io.github.rescuekit.model.Bytes;
import java.time.Duration;
import java.util.Locale;

/**
 * Something that a trial measured.
 *
 * @param key its name for programs, which ends with the unit
 * @param value in that unit
 * @param words the same for people
 */
public record Figure(String key, Number value, String words) {

    private static final double NANOS = 1e9;

    static Figure bytes(String key, Bytes bytes, String what) {
        return new Figure(key, bytes.count(), bytes + " " + what);
    }

    static Figure count(String key, long count, String what) {
        return new Figure(key, count, count + " " + what);
    }

    /** Bytes per second. */
    static Figure speed(String key, Bytes bytes, Duration time, String what) {
        long each = Math.round(bytes.count() / seconds(time));
        return new Figure(key, each, (new Bytes(each) + "/s " + what).strip());
    }

    static Figure time(Duration time) {
        double seconds = Math.round(seconds(time) * 10) / 10.0;
        return new Figure("seconds", seconds, String.format(Locale.ROOT, "%.1f s", seconds));
    }

    // A program that ends at once took some time as well.
    private static double seconds(Duration time) {
        return Math.max(time.toNanos(), 1) / NANOS;
    }
}
