package io.github.rescuekit.report;

import io.github.rescuekit.model.Verdict;

/** A verdict as people read it. */
final class VerdictWord {

    static final int WIDTH = "cannot tell".length();

    private VerdictWord() {}

    static String of(Verdict verdict) {
        return switch (verdict) {
            case HEALTHY -> "healthy";
            case SUSPECT -> "suspect";
            case FAILED -> "FAILED";
            case UNKNOWN -> "cannot tell";
        };
    }

    static String styled(Verdict verdict, Style style) {
        String word = of(verdict) + " ".repeat(WIDTH - of(verdict).length());
        return switch (verdict) {
            case HEALTHY -> style.good(word);
            case SUSPECT, UNKNOWN -> style.warning(word);
            case FAILED -> style.bad(word);
        };
    }
}
