package io.github.rescuekit.probe;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Names and numbers in the firmware, without what makers leave there when nobody fills them in. */
final class MakersWords {

    private static final Set<String> NOBODY_FILLED_IN = Set.of(
            "",
            "0",
            "00000000",
            "default string",
            "n/a",
            "no dimm",
            "none",
            "not available",
            "not specified",
            "other",
            "system manufacturer",
            "system product name",
            "system serial number",
            "to be filled by o.e.m.",
            "unknown");

    private MakersWords() {}

    static Optional<String> of(String word) {
        return Optional.of(word.strip()).filter(it -> !NOBODY_FILLED_IN.contains(it.toLowerCase(Locale.ROOT)));
    }
}
