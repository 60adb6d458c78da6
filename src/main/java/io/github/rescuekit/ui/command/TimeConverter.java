package io.github.rescuekit.ui.command;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A stretch of time as people type it, such as {@code 90}, {@code 10m} or {@code 8h}. */
final class TimeConverter implements ITypeConverter<Duration> {

    private static final Pattern TIME = Pattern.compile("([1-9]\\d{0,5})([SMH]?)");
    private static final Duration LONGEST = Duration.ofDays(7);

    @Override
    public Duration convert(String value) {
        Matcher time = TIME.matcher(value.toUpperCase(Locale.ROOT));
        if (!time.matches()) {
            throw new TypeConversionException("'" + value + "' is no time such as 90s, 10m or 8h");
        }
        long count = Long.parseLong(time.group(1));
        Duration duration = switch (time.group(2)) {
            case "H" -> Duration.ofHours(count);
            case "M" -> Duration.ofMinutes(count);
            default -> Duration.ofSeconds(count);
        };
        if (duration.compareTo(LONGEST) > 0) {
            throw new TypeConversionException("'" + value + "' is longer than " + LONGEST.toDays() + " days");
        }
        return duration;
    }
}
