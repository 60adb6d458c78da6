package io.github.rescuekit.model;

import java.util.List;
import java.util.Optional;

/**
 * Something that is wrong, with the evidence that shows it.
 *
 * @param id the recipe or check that found it, such as {@code guest-agent-freeze}
 * @param title one sentence
 * @param evidence the lines, files and values it was read from; never empty
 * @param recipe the recipe that repairs it, when there is one
 */
public record Finding(String id, Severity severity, String title, List<String> evidence, Optional<String> recipe) {

    public Finding {
        evidence = List.copyOf(evidence);
        if (evidence.isEmpty()) {
            throw new IllegalArgumentException("a finding without evidence: " + id);
        }
    }
}
