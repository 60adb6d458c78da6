package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.repair.Recipe;
import io.github.rescuekit.repair.boot.LastMounted;
import java.util.List;
import java.util.function.Supplier;

/** The list of recipes; findings of equal weight are told in its order. */
public final class Recipes {

    private final List<Recipe> recipes;

    public Recipes(List<Recipe> recipes) {
        this.recipes = List.copyOf(recipes);
    }

    /**
     * Every recipe of this version.
     *
     * @param memory how much the machine has
     */
    public static Recipes every(Supplier<Bytes> memory) {
        return new Recipes(List.of(
                new BootRootArgument(),
                new BootPreviousKernel(),
                new FstabMissingDevice(LastMounted::of),
                new MissingDirectory(),
                new DirectoryModes(),
                new BootTarget(),
                new MaskedUnit(),
                new PreloadedLibrary(),
                new GuestAgentFreeze(memory),
                new CpanelSecureTmp(memory),
                new CpanelJailshell()));
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
