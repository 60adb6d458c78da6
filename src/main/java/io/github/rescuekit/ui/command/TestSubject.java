package io.github.rescuekit.ui.command;

import io.github.rescuekit.model.RescueException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What {@code test} puts under load. */
enum TestSubject {
    MEMORY,
    CPU,
    DISK,
    NETWORK,
    ALL;

    static final String WORDS = "memory|cpu|disk|network|all";

    static TestSubject of(String word) {
        return Stream.of(values())
                .filter(it -> it.word().equals(word))
                .findFirst()
                .orElseThrow(() -> unknown(word));
    }

    private String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** True when {@code part} is tested; "all" is the hardware that this machine is made of. */
    boolean covers(TestSubject part) {
        return this == part || (this == ALL && part != NETWORK);
    }

    private static RescueException unknown(String word) {
        List<String> words = Stream.of(values()).map(TestSubject::word).toList();
        String meant = Spelling.nearest(word, words)
                .map(it -> "; did you mean '" + it + "'?")
                .orElse("");
        return RescueException.usage(
                "'" + word + "' is nothing that can be tested",
                "name one of: " + words.stream().collect(Collectors.joining(", ")) + meant);
    }
}
