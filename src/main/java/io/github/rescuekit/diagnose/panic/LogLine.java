package io.github.rescuekit.diagnose.panic;

/**
 * A line of a log.
 *
 * @param when as the log writes it, by the clock of that system; may be empty
 * @param program who wrote it, such as {@code kernel}
 */
public record LogLine(String when, String program, String message) {

    @Override
    public String toString() {
        return (when.isEmpty() ? "" : when + " ") + program + ": " + message;
    }
}
