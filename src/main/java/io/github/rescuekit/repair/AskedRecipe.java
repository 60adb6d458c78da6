package io.github.rescuekit.repair;

import io.github.rescuekit.diagnose.Examination;
import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.model.Finding;
import java.util.List;

/** A recipe that is asked with what the operator chose for it, such as the address that must come in. */
public record AskedRecipe(Recipe recipe, Choice choice) implements Examination {

    @Override
    public String id() {
        return recipe.id();
    }

    @Override
    public List<Finding> diagnose(InstalledSystem system) {
        return recipe.diagnose(system, choice);
    }

    @Override
    public List<String> unknowns(InstalledSystem system) {
        return recipe.unknowns(system, choice);
    }
}
