package io.github.rescuekit.repair;

import java.util.List;
import java.util.Optional;

/**
 * What a repair will do. The plan that is printed is the object that is applied.
 *
 * @param recipe the recipe's id
 * @param remedy the chosen remedy
 * @param steps in order; empty when nothing is left to do
 * @param warnings what the operator must know before saying yes
 * @param afterBoot what remains to be done or checked once the server runs
 */
public record Plan(
        String recipe, Optional<Remedy> remedy, List<Step> steps, List<String> warnings, List<String> afterBoot) {

    public Plan {
        steps = List.copyOf(steps);
        warnings = List.copyOf(warnings);
        afterBoot = List.copyOf(afterBoot);
    }

    public boolean isEmpty() {
        return steps.isEmpty();
    }
}
