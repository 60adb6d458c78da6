package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.repair.Recipe;
import java.util.List;

/** The list of recipes; findings of equal weight are told in its order. */
public final class Recipes {

    private static final List<Recipe> ALL = List.of();

    private final List<Recipe> recipes;

    public Recipes(List<Recipe> recipes) {
        this.recipes = List.copyOf(recipes);
    }

    /** Every recipe of this version. */
    public static Recipes every() {
        return new Recipes(ALL);
    }

    public List<Recipe> all() {
        return recipes;
    }

    public List<String> ids() {
        return recipes.stream().map(Recipe::id).toList();
    }

    /**
     * The recipe of that id.
     *
     * @throws RescueException that lists the ids when there is none
     */
    public Recipe require(String id) {
        return recipes.stream()
                .filter(it -> it.id().equals(id))
                .findFirst()
                .orElseThrow(() -> RescueException.usage(
                        "there is no recipe '" + id + "'", "take one of: " + String.join(", ", ids())));
    }
}
