package io.github.rescuekit.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Errors that the machine has counted since it was started.
 *
 * @param log the lines of the kernel's log about them, as far back as it reaches
 * @param unknowns what nothing counts here, one sentence each
 */
public record ErrorCounters(Map<Counter, Long> counts, List<HardwareError> log, List<String> unknowns) {

    /** One counter, such as the corrected errors of a memory module. */
    public record Counter(HardwareError.Kind kind, String name) implements Comparable<Counter> {

        @Override
        public int compareTo(Counter other) {
            return name.compareTo(other.name);
        }
    }

    /** What came in a stretch of time. */
    public record Growth(HardwareError.Kind kind, String words) {}

    public ErrorCounters {
        counts = Map.copyOf(counts);
        log = List.copyOf(log);
        unknowns = List.copyOf(unknowns);
    }

    /** What is new since {@code before}; empty when nothing was counted or logged in between. */
    public List<Growth> since(ErrorCounters before) {
        List<Growth> growth = new ArrayList<>();
        new TreeMap<>(counts).forEach((counter, count) -> {
            long more = count - before.counts.getOrDefault(counter, 0L);
            if (more > 0) {
                growth.add(new Growth(counter.kind(), counter.name() + ": " + more + " more"));
            }
        });
        newLines(before).forEach(error -> growth.add(new Growth(error.kind(), error.line())));
        return growth;
    }

    /** What was logged since {@code before}. */
    public List<HardwareError> newLines(ErrorCounters before) {
        Set<HardwareError> known = new HashSet<>(before.log);
        return log.stream().filter(error -> !known.contains(error)).toList();
    }
}
