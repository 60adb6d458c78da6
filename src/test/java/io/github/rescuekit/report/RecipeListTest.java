package io.github.rescuekit.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.repair.Recipe;
import io.github.rescuekit.repair.recipes.Recipes;
import io.github.rescuekit.repair.recipes.StaleNologin;
import io.github.rescuekit.repair.recipes.Surroundings;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecipeListTest {

    @Test
    void tellsWhatARecipeCuresTouchesAndCosts() {
        Answer answer = new RecipeList(List.of(new StaleNologin())).answer(Style.PLAIN);

        assertThat(answer.text()).startsWith("""
                        nologin
                          /etc/nologin lets nobody in but root.
                          Touches: /etc/nologin
                            --remedy remove
                              Remove /etc/nologin.
                              Price: Whoever made it for maintenance has to make it again.
                        """);
        assertThat(answer.json()
                        .getAsJsonArray("recipes")
                        .get(0)
                        .getAsJsonObject()
                        .getAsJsonArray("touches"))
                .hasToString("[\"/etc/nologin\"]");
    }

    @Test
    void everyRecipeSaysWhatItTouches() {
        List<Recipe> every =
                Recipes.every(Surroundings.of(() -> Bytes.gib(4)), List.of()).all();

        assertThat(every).allSatisfy(it -> assertThat(it.touches()).isNotEmpty().noneMatch(String::isBlank));
    }
}
