package io.github.rescuekit.repair;

import io.github.rescuekit.model.RescueException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Reads the words {@code NAME=VALUE} that the operator wrote for a recipe. */
public final class Settings {

    /** Makes the error of a word that is not understood. */
    @FunctionalInterface
    public interface Wrong {

        /**
         * The error.
         *
         * @param what the end of a sentence that begins with the place of the word
         */
        RescueException error(String what, String next);
    }

    private Settings() {}

    /**
     * The values by their names.
     *
     * @throws RescueException made by {@code wrong}, for the first word that the recipe does not take
     */
    public static Map<String, String> of(Recipe recipe, List<String> words, Wrong wrong) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals <= 0) {
                throw wrong.error("is no NAME=VALUE: " + word, known(recipe));
            }
            String name = word.substring(0, equals);
            String value = word.substring(equals + 1);
            requireAccepted(setting(recipe, name, wrong), value, wrong);
            if (values.put(name, value) != null) {
                throw wrong.error("gives '" + name + "' a second value", "leave one of the two");
            }
        }
        return values;
    }

    private static Setting setting(Recipe recipe, String name, Wrong wrong) {
        return recipe.settings().stream()
                .filter(it -> it.name().equals(name))
                .findFirst()
                .orElseThrow(() -> wrong.error("names the unknown setting '" + name + "'", known(recipe)));
    }

    private static void requireAccepted(Setting setting, String value, Wrong wrong) {
        if (!setting.accepts(value)) {
            throw wrong.error(
                    "gives '" + setting.name() + "' a value that it does not take: '" + value + "'",
                    setting.name() + " is " + setting.means());
        }
    }

    private static String known(Recipe recipe) {
        return recipe.settings().isEmpty()
                ? recipe.id() + " takes no settings"
                : recipe.id() + " takes "
                        + recipe.settings().stream()
                                .map(it -> it.name() + "=" + (it.isRequired() ? "" : " (optional)") + " " + it.means())
                                .collect(Collectors.joining("; "));
    }

    /** The settings without which there is no plan and that were not given. */
    public static List<Setting> missing(Recipe recipe, Map<String, String> given) {
        return recipe.settings().stream()
                .filter(Setting::isRequired)
                .filter(it -> !given.containsKey(it.name()))
                .toList();
    }
}
