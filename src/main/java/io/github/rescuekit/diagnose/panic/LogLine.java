package io.github.rescuekit.diagnose.panic;

import java.util.regex.Pattern;

/**
 * A line of a log.
 *
 * @param when as the log writes it, by the clock of that system; may be empty
 * @param program who wrote it, such as {@code kernel}
 */
public record LogLine(String when, String program, String message) {

    private static final Pattern OF_THE_SYSTEM = Pattern.compile("kernel|systemd.*|init|qemu-ga");

    LogLine withoutForeignWords() {
        return OF_THE_SYSTEM.matcher(program).matches() ? this : new LogLine(when, program, "(not shown)");
    }

    @Override
    public String toString() {
        return (when.isEmpty() ? "" : when + " ") + program + ": " + message;
    }
}
