package io.github.rescuekit.parse;

import io.github.rescuekit.model.Bytes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a run of {@code stressapptest} means.
 *
 * @param size the memory it worked in
 * @param moved the bytes it copied and compared in all
 * @param worked for how long: ended by a signal it says that all has passed, like any other time
 * @param incidents its lines about wrong data
 */
public record Stressapptest(Outcome outcome, Bytes size, Bytes moved, Duration worked, List<String> incidents) {

    /** The outcomes. */
    public enum Outcome {
        PASSED,
        FAILED,
        NO_RESULT
    }

    private static final Pattern STARTING = Pattern.compile("Stats: Starting SAT, ([0-9]{1,9})M, ");
    private static final Pattern COMPLETED =
            Pattern.compile("Stats: Completed: ([0-9]{1,12})\\.[0-9]+M in ([0-9]{1,9})\\.[0-9]+s ");

    public Stressapptest {
        incidents = List.copyOf(incidents);
    }

    public static Stressapptest parse(int exitCode, String text) {
        List<String> incidents = text.lines()
                .filter(Stressapptest::isIncident)
                .map(String::strip)
                .toList();
        return new Stressapptest(
                outcome(exitCode, text, incidents),
                megabytes(STARTING.matcher(text)).orElse(Bytes.ZERO),
                megabytes(COMPLETED.matcher(text)).orElse(Bytes.ZERO),
                seconds(COMPLETED.matcher(text)).orElse(Duration.ZERO),
                incidents);
    }

    // Its code is 0 or 1; 1 also stands for "could not start", and only the status line tells.
    private static Outcome outcome(int exitCode, String text, List<String> incidents) {
        if (text.contains("Status: FAIL") || !incidents.isEmpty()) {
            return Outcome.FAILED;
        }
        return exitCode == 0 && text.contains("Status: PASS") ? Outcome.PASSED : Outcome.NO_RESULT;
    }

    private static boolean isIncident(String line) {
        return line.contains("Hardware Error:") || line.contains("Report Error:");
    }

    private static Optional<Bytes> megabytes(Matcher count) {
        return count.find() ? Optional.of(Bytes.mib(Long.parseLong(count.group(1)))) : Optional.empty();
    }

    private static Optional<Duration> seconds(Matcher completed) {
        return completed.find()
                ? Optional.of(Duration.ofSeconds(Long.parseLong(completed.group(2))))
                : Optional.empty();
    }
}
