package io.github.rescuekit.parse;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code /proc/tty/driver/serial}: the serial ports of the 8250 family. */
public final class SerialDriver {

    // "0: uart:16550A port:000003F8 irq:4 tx:120 rx:0"; a place without a port has "uart:unknown".
    private static final Pattern PORT = Pattern.compile("(\\d{1,4}): uart:(?!unknown\\b)\\S");

    private SerialDriver() {}

    /** Names of the ports that are there, such as {@code ttyS0}. */
    public static List<String> parse(String text) {
        return text.lines()
                .map(PORT::matcher)
                .filter(Matcher::lookingAt)
                .map(it -> "ttyS" + it.group(1))
                .toList();
    }
}
