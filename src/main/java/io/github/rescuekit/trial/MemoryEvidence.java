package io.github.rescuekit.trial;

import io.github.rescuekit.model.Bytes;
import java.util.List;
import java.util.Optional;

/**
 * What a test of memory shows.
 *
 * @param tested the memory that was really under test; zero when there is no proof of any
 * @param figures how much work was done on it
 * @param errors lines about wrong bits
 * @param incomplete why the test is no proof that the memory is healthy; empty when it ran to its end
 * @param notes what else should be known, such as pages that could move
 */
record MemoryEvidence(
        Bytes tested, List<Figure> figures, List<String> errors, Optional<String> incomplete, List<String> notes) {

    private static final int ENOUGH_PERCENT = 90;

    MemoryEvidence {
        figures = List.copyOf(figures);
        errors = List.copyOf(errors);
        notes = List.copyOf(notes);
    }

    /** The same as evidence about {@code wanted}: a program that got only a part of it proves nothing about the rest. */
    MemoryEvidence of(Bytes wanted) {
        boolean enough = tested.count() * 100 >= wanted.count() * ENOUGH_PERCENT;
        return enough || incomplete.isPresent()
                ? this
                : new MemoryEvidence(
                        tested,
                        figures,
                        errors,
                        Optional.of("only " + tested + " of " + wanted + " could be had for the test"),
                        notes);
    }
}
