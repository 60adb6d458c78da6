package io.github.rescuekit.trial;

import io.github.rescuekit.model.ErrorCounters;
import io.github.rescuekit.model.ErrorCounters.Growth;
import io.github.rescuekit.model.HardwareError.Kind;
import java.util.List;
import java.util.stream.Stream;

/** What the machine itself counted and logged about processors and memory while they worked. */
final class CountedErrors {

    private static final int SHOWN = 12;

    private final List<Growth> growth;
    private final List<String> unknowns;

    CountedErrors(ErrorCounters before, ErrorCounters after) {
        // A disk that fails meanwhile says nothing about them.
        this.growth = after.since(before).stream()
                .filter(it -> it.kind() != Kind.DISK)
                .toList();
        this.unknowns = after.unknowns();
    }

    /** What they say about the hardware; nothing when they did not grow, because they do not see everything. */
    Stream<Judgement> judgements() {
        return Stream.of(
                        judgement(
                                Kind.UNCORRECTED,
                                "the machine counted errors that it could not correct",
                                "trust this machine with no data: show this to the provider and have it repaired"),
                        judgement(
                                Kind.CORRECTED,
                                "the machine counted errors, which it could correct this time",
                                "have a backup, and show this to the provider: the next error may stay wrong"),
                        judgement(
                                Kind.THROTTLED,
                                "the processors became too hot and were slowed down",
                                "have the cooling looked after: fans, dust, heat sinks, the air in the rack"))
                .flatMap(it -> it);
    }

    private Stream<Judgement> judgement(Kind kind, String summary, String next) {
        return growth.stream()
                .filter(it -> it.kind() == kind)
                .limit(1)
                .map(it -> Judgement.of(kind.sign(), summary, next));
    }

    List<String> lines() {
        return growth.stream().map(Growth::words).limit(SHOWN).toList();
    }

    List<String> unknowns() {
        return unknowns;
    }
}
