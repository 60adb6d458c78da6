package io.github.rescuekit.parse;

import io.github.rescuekit.model.Bytes;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code /proc/meminfo} tells (proc_meminfo(5)).
 *
 * @param total what the kernel can use
 * @param available what programs can still have without anything being pushed out; absent before Linux 3.14
 */
public record Meminfo(Optional<Bytes> total, Optional<Bytes> available) {

    private static final Pattern TOTAL = line("MemTotal");
    private static final Pattern AVAILABLE = line("MemAvailable");

    public static Meminfo parse(String text) {
        return new Meminfo(amount(TOTAL, text), amount(AVAILABLE, text));
    }

    private static Pattern line(String name) {
        return Pattern.compile("(?m)^" + name + ":\\s+(\\d{1,15}) kB$");
    }

    private static Optional<Bytes> amount(Pattern line, String text) {
        Matcher found = line.matcher(text);
        return found.find() ? Optional.of(Bytes.kib(Long.parseLong(found.group(1)))) : Optional.empty();
    }
}
