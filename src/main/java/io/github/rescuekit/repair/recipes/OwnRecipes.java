package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.model.Finding;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.repair.Choice;
import io.github.rescuekit.repair.OwnRecipeTexts.Own;
import io.github.rescuekit.repair.Plan;
import io.github.rescuekit.repair.Recipe;
import io.github.rescuekit.repair.Remedy;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Recipes from the files of a site; one that cannot be used says so, and keeps no other from its work. */
final class OwnRecipes {

    private OwnRecipes() {}

    static List<Recipe> of(List<Own> files, List<Recipe> builtIn) {
        Set<String> taken = new HashSet<>(builtIn.stream().map(Recipe::id).toList());
        return files.stream().map(it -> of(it, taken)).toList();
    }

    private static Recipe of(Own file, Set<String> taken) {
        if (!taken.add(file.id())) {
            return new Unusable(file.id() + "-of-this-site", "there is a recipe " + file.id() + " already");
        }
        if (!file.fault().isEmpty()) {
            return new Unusable(file.id(), file.fault());
        }
        try {
            return new OwnRecipe(file.id(), OwnRecipeFile.parse(file.id() + ".recipe", file.text()));
        } catch (RescueException e) {
            return new Unusable(file.id(), e.unlessInterrupted().happened());
        }
    }

    private record Unusable(String id, String fault) implements Recipe {

        @Override
        public String cures() {
            return "Nothing: this site's own recipe cannot be used. " + fault + ".";
        }

        @Override
        public List<String> touches() {
            return List.of("nothing");
        }

        @Override
        public List<Remedy> remedies() {
            return List.of(new Remedy("own", "None.", "None."));
        }

        @Override
        public List<Finding> diagnose(InstalledSystem system) {
            throw unusable();
        }

        @Override
        public Plan plan(InstalledSystem system, Choice choice) {
            throw unusable();
        }

        private RescueException unusable() {
            return RescueException.usage(fault, "correct the recipe; see README, 'Own recipes'");
        }
    }
}
