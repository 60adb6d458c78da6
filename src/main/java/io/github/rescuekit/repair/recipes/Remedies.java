package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.repair.Choice;
import io.github.rescuekit.repair.Recipe;
import io.github.rescuekit.repair.Remedy;

/** Finds the remedy that the operator chose. */
final class Remedies {

    private Remedies() {}

    /** The chosen remedy, or the first. */
    static Remedy chosen(Recipe recipe, Choice choice) {
        return choice.remedy()
                .map(id -> named(recipe, id))
                .orElseGet(() -> recipe.remedies().get(0));
    }

    private static Remedy named(Recipe recipe, String id) {
        return recipe.remedies().stream()
                .filter(it -> it.id().equals(id))
                .findFirst()
                .orElseThrow(() -> RescueException.usage(
                        "The recipe " + recipe.id() + " has no remedy '" + id + "'.",
                        "Choose one of: "
                                + String.join(
                                        ", ",
                                        recipe.remedies().stream()
                                                .map(Remedy::id)
                                                .toList())
                                + "."));
    }
}
