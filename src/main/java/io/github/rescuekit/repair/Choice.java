package io.github.rescuekit.repair;

import java.util.List;
import java.util.Optional;

/**
 * What the operator chose before a plan is made.
 *
 * @param remedy the id of a {@link Remedy}; empty for the recipe's first
 * @param accounts accounts of the installed system that the operator named one by one
 */
public record Choice(Optional<String> remedy, List<String> accounts) {

    public static final Choice DEFAULT = new Choice(Optional.empty(), List.of());

    public Choice {
        accounts = List.copyOf(accounts);
    }
}
