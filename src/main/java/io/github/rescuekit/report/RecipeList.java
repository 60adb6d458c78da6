package io.github.rescuekit.report;

import com.google.gson.JsonObject;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.repair.Recipe;
import io.github.rescuekit.repair.Remedy;
import io.github.rescuekit.repair.Setting;
import java.util.ArrayList;
import java.util.List;

/** The recipes with their remedies and what these cost. */
public record RecipeList(List<Recipe> recipes) {

    public RecipeList {
        recipes = List.copyOf(recipes);
    }

    public Answer answer(Style style) {
        List<String> lines = new ArrayList<>();
        for (Recipe recipe : recipes) {
            lines.add(style.heading(recipe.id()));
            lines.addAll(Wrapped.lines(Show.text(recipe.cures()), "  ", "  "));
            lines.addAll(Wrapped.lines("Touches: " + Show.text(String.join(", ", recipe.touches())), "  ", "    "));
            for (Remedy remedy : recipe.remedies()) {
                lines.add("    --remedy " + remedy.id());
                lines.addAll(Wrapped.lines(Show.text(remedy.does()), "      ", "      "));
                lines.addAll(Wrapped.lines("Price: " + Show.text(remedy.price()), "      ", "             "));
            }
            recipe.settings().forEach(it -> lines.addAll(text(it)));
            recipe.secret()
                    .ifPresent(it -> lines.addAll(Wrapped.lines(
                            "Asks for a secret: " + Show.text(it) + " (--secret-fd).", "    ", "      ")));
            lines.add("");
        }
        lines.add("The first remedy of each is taken when none is named. See what one would do:");
        lines.add("  rescuekit repair ID --plan");
        JsonObject json = new JsonObject();
        json.add("recipes", JsonArrays.of(recipes, RecipeList::json));
        return new Answer(ExitCode.DONE, String.join("\n", lines) + "\n", json);
    }

    private static List<String> text(Setting setting) {
        String need = setting.isRequired()
                ? "required"
                : setting.usual().map(it -> "usually " + it).orElse("optional");
        List<String> lines = new ArrayList<>();
        lines.add("    --set " + Show.text(setting.name()) + "=VALUE  (" + Show.text(need) + ")");
        lines.addAll(Wrapped.lines(Show.text(setting.means()), "      ", "      "));
        return lines;
    }

    private static JsonObject json(Recipe recipe) {
        JsonObject json = new JsonObject();
        json.addProperty("id", recipe.id());
        json.addProperty("cures", recipe.cures());
        json.add("touches", JsonArrays.of(recipe.touches()));
        json.add("remedies", JsonArrays.of(recipe.remedies(), PlanReport::json));
        json.add("settings", JsonArrays.of(recipe.settings(), RecipeList::json));
        recipe.secret().ifPresent(it -> json.addProperty("secret", it));
        json.addProperty("isWish", recipe.isWish());
        return json;
    }

    private static JsonObject json(Setting setting) {
        JsonObject json = new JsonObject();
        json.addProperty("name", setting.name());
        json.addProperty("means", setting.means());
        setting.usual().ifPresent(it -> json.addProperty("usual", it));
        json.addProperty("isRequired", setting.isRequired());
        return json;
    }
}
