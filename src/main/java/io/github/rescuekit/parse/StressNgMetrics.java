package io.github.rescuekit.parse;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a run of {@code stress-ng --verify --metrics-brief} means.
 *
 * @param operationsPerSecond its bogus operations by the clock; they compare only with the same machine and version
 * @param worked for how long: ended by a signal it calls that a success, like any other time
 * @param failures its lines about wrong results
 */
public record StressNgMetrics(
        Outcome outcome, OptionalDouble operationsPerSecond, Duration worked, List<String> failures) {

    /** The meaning of each exit code, see stress-ng(1). */
    public enum Outcome {
        PASSED(0, "every result was verified"),
        NOT_STARTED(1, "stress-ng could not start: wrong options or no memory"),
        FAILED(2, "a computation gave a wrong result"),
        NO_RESOURCES(3, "stress-ng lacked memory or another resource"),
        NOT_IMPLEMENTED(4, "stress-ng does not know this test on this processor"),
        KILLED(5, "a worker was killed by a signal"),
        LOST(6, "a worker ended in an unexpected way"),
        UNTRUSTED(7, "the counters cannot be trusted: a worker was stopped while it counted"),
        UNKNOWN(-1, "stress-ng ended with a code that its manual does not know");

        private final int exitCode;
        private final String meaning;

        Outcome(int exitCode, String meaning) {
            this.exitCode = exitCode;
            this.meaning = meaning;
        }

        public String meaning() {
            return meaning;
        }
    }

    private static final Pattern METRIC = Pattern.compile(
            "metrc: \\[[0-9]+] cpu +[0-9]+ +([0-9]{1,9})\\.[0-9]+ +[0-9.]+ +[0-9.]+ +([0-9]{1,15}\\.[0-9]{1,9}) ");

    public StressNgMetrics {
        failures = List.copyOf(failures);
    }

    public static StressNgMetrics parse(int exitCode, String text) {
        Matcher metric = METRIC.matcher(text);
        boolean measured = metric.find();
        return new StressNgMetrics(
                outcome(exitCode),
                measured ? OptionalDouble.of(Double.parseDouble(metric.group(2))) : OptionalDouble.empty(),
                measured ? Duration.ofSeconds(Long.parseLong(metric.group(1))) : Duration.ZERO,
                text.lines()
                        .filter(line -> line.contains("stress-ng: fail:"))
                        .map(String::strip)
                        .toList());
    }

    private static Outcome outcome(int exitCode) {
        return Arrays.stream(Outcome.values())
                .filter(it -> it.exitCode == exitCode)
                .findFirst()
                .orElse(Outcome.UNKNOWN);
    }
}
