package io.github.rescuekit.trial;

import io.github.rescuekit.model.Verdict;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What one witness of a trial says: the program, the error counters, the temperature.
 *
 * @param summary one sentence; with {@code UNKNOWN} the reason
 * @param next what to do about it; empty when nothing need be done
 */
record Judgement(Verdict verdict, String summary, Optional<String> next) {

    // What is proven to be wrong stays wrong, even when the trial broke off; what broke off is never proven to be
    // right.
    private static final List<Verdict> WORST_LAST =
            List.of(Verdict.HEALTHY, Verdict.UNKNOWN, Verdict.SUSPECT, Verdict.FAILED);

    static Judgement healthy(String summary) {
        return new Judgement(Verdict.HEALTHY, summary, Optional.empty());
    }

    static Judgement of(Verdict verdict, String summary, String next) {
        return new Judgement(verdict, summary, Optional.of(next));
    }

    /** The result of a trial: the worst witness decides, and what the other ones complain of is evidence. */
    static TrialResult result(
            String subject,
            String test,
            List<Judgement> judgements,
            List<Figure> figures,
            List<String> evidence,
            List<String> uncovered) {
        Judgement worst = judgements.stream()
                .max(Comparator.comparing(it -> WORST_LAST.indexOf(it.verdict())))
                .orElseThrow();
        Stream<String> others = judgements.stream()
                .filter(it -> it.verdict() != Verdict.HEALTHY && !it.equals(worst))
                .map(Judgement::summary);
        return new TrialResult(
                subject,
                test,
                worst.verdict(),
                worst.summary(),
                figures,
                Stream.concat(others, evidence.stream()).toList(),
                uncovered,
                worst.next());
    }
}
