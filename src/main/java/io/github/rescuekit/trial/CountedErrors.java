package io.github.rescuekit.trial;

import io.github.rescuekit.model.ErrorCounters;
import io.github.rescuekit.model.ErrorCounters.Growth;
import io.github.rescuekit.model.HardwareError.Kind;
import io.github.rescuekit.model.Verdict;
import java.util.Comparator;
import java.util.List;

/** What the machine itself counted and logged while it worked. */
final class CountedErrors {

    private static final int SHOWN = 12;

    private final List<Growth> growth;
    private final List<String> unknowns;

    /** Of these kinds only: a disk that fails meanwhile says nothing about memory. */
    CountedErrors(ErrorCounters before, ErrorCounters after, List<Kind> kinds) {
        this.growth = after.since(before).stream()
                .filter(it -> kinds.contains(it.kind()))
                .toList();
        this.unknowns = after.unknowns();
    }

    /** What they say about the hardware: healthy only as far as they count at all. */
    Verdict verdict() {
        return growth.stream()
                .map(it -> it.kind().sign())
                .max(Comparator.comparing(sign -> sign == Verdict.FAILED))
                .orElse(Verdict.HEALTHY);
    }

    /** In a few words, when there are any. */
    String inWords() {
        return growth.stream().allMatch(it -> it.kind() == Kind.THROTTLED)
                ? "the processors became too hot and were slowed down"
                : "the machine counted errors, which it could correct this time";
    }

    List<String> lines() {
        return growth.stream().map(Growth::words).limit(SHOWN).toList();
    }

    List<String> unknowns() {
        return unknowns;
    }
}
