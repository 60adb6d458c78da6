package io.github.rescuekit.parse;

import io.github.rescuekit.model.ErrorCounters.Counter;
import io.github.rescuekit.model.HardwareError.Kind;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads from {@code /proc/interrupts} how often the processors were interrupted because of an error of the hardware. */
public final class ErrorInterrupts {

    private static final Map<String, Counter> COUNTERS = Map.of(
            "MCE", new Counter(Kind.UNCORRECTED, "machine check exceptions"),
            "THR", new Counter(Kind.CORRECTED, "interrupts for too many corrected errors"),
            "DFR", new Counter(Kind.UNCORRECTED, "interrupts for errors found late"),
            "TRM", new Counter(Kind.THROTTLED, "interrupts for heat"));

    // "MCE:          0          0   Machine check exceptions", one number for each processor.
    private static final Pattern LINE =
            Pattern.compile("\\s*(?<name>[A-Z]{3}):(?<numbers>(?:\\s+\\d{1,12})+)(?:\\s.*)?");

    private ErrorInterrupts() {}

    /** The sum over all processors, of those counters that this machine has. */
    public static Map<Counter, Long> parse(String text) {
        Map<Counter, Long> counts = new HashMap<>();
        Lines lines = new Lines(text);
        while (lines.next()) {
            Matcher line = LINE.matcher(lines.line());
            if (line.matches() && COUNTERS.containsKey(line.group("name"))) {
                counts.put(COUNTERS.get(line.group("name")), sum(line.group("numbers")));
            }
        }
        return counts;
    }

    private static long sum(String numbers) {
        return Arrays.stream(numbers.strip().split("\\s+", -1))
                .mapToLong(Long::parseLong)
                .sum();
    }
}
