package io.github.rescuekit.model;

import java.util.Locale;
import java.util.Optional;

/**
 * What a sensor of a processor shows.
 *
 * @param sensor a name that stays, such as {@code coretemp Package id 0}
 * @param critical the limit that the sensor itself names
 */
public record Temperature(String sensor, double celsius, Optional<Double> critical) {

    /** {@code "63 C"}: the degree sign does not reach every terminal. */
    public static String words(double celsius) {
        return String.format(Locale.ROOT, "%.0f C", celsius);
    }
}
