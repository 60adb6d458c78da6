package io.github.rescuekit.trial;

import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.model.Verdict;
import java.util.List;
import java.util.Optional;

/**
 * How the hardware stood a trial.
 *
 * @param subject what was under load: {@code memory}, {@code processor}, or the path of a device
 * @param test how: the program, or {@code smart}
 * @param summary one sentence; with {@code UNKNOWN} the reason
 * @param figures what was measured
 * @param evidence lines of tools, counters and logs that show it
 * @param uncovered what this trial says nothing about, one sentence each
 * @param next what to do about it; empty when nothing need be done
 */
public record TrialResult(
        String subject,
        String test,
        Verdict verdict,
        String summary,
        List<Figure> figures,
        List<String> evidence,
        List<String> uncovered,
        Optional<String> next) {

    public TrialResult {
        figures = List.copyOf(figures);
        evidence = List.copyOf(evidence);
        uncovered = List.copyOf(uncovered);
    }

    /** A trial that did not take place, and why. */
    public static TrialResult impossible(String subject, RescueException reason) {
        return new TrialResult(
                subject,
                "not tested",
                Verdict.UNKNOWN,
                reason.happened(),
                List.of(),
                List.of(),
                List.of(),
                Optional.of(reason.next()));
    }
}
