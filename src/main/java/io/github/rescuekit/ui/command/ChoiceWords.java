package io.github.rescuekit.ui.command;

import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.model.Secret;
import io.github.rescuekit.repair.Choice;
import io.github.rescuekit.repair.Recipe;
import io.github.rescuekit.repair.Setting;
import io.github.rescuekit.repair.Settings;
import io.github.rescuekit.ui.Operator;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options in which an operator tells a recipe what it cannot know, and the questions for what is left out. */
final class ChoiceWords {

    private static final String SET = "--set";
    private static final String SECRET = "--secret-fd";

    @Option(names = "--remedy", paramLabel = "REMEDY", description = "Another way than the recommended one.")
    private @Nullable String remedy;

    @Option(names = "--account", paramLabel = "NAME", description = "An account that may be changed; repeatable.")
    private List<String> accounts = new ArrayList<>();

    @Option(
            names = SET,
            paramLabel = "NAME=VALUE",
            description = "What the recipe cannot know; repeatable. See --list ID.")
    private List<String> settings = new ArrayList<>();

    @Option(
            names = SECRET,
            paramLabel = "N",
            description = "Read the recipe's secret from this descriptor, 0 for standard input, instead of asking.")
    private @Nullable Integer secretDescriptor;

    /**
     * What was chosen; asks for what a plan cannot do without.
     *
     * @throws RescueException when a word is not one of the recipe's, or nobody answers
     */
    Choice of(Recipe recipe, Operator operator) {
        Map<String, String> values = new LinkedHashMap<>(
                Settings.of(recipe, settings, (what, next) -> RescueException.usage(SET + " " + what, next)));
        for (Setting missing : Settings.missing(recipe, values)) {
            values.putAll(ask(recipe, missing, operator));
        }
        return new Choice(Optional.ofNullable(remedy), accounts, values, secret(recipe, operator));
    }

    private static Map<String, String> ask(Recipe recipe, Setting setting, Operator operator) {
        String option = SET + " " + setting.name() + "=VALUE";
        if (!operator.isPresent()) {
            throw Operator.unanswered(setting.name() + ", " + setting.means() + "?", option);
        }
        String answer = operator.ask("What is " + setting.name() + ", " + setting.means() + "?", option);
        return Settings.of(
                recipe,
                List.of(setting.name() + "=" + answer),
                (what, next) -> RescueException.usage("the answer " + what, next));
    }

    private Optional<Secret> secret(Recipe recipe, Operator operator) {
        if (recipe.secret().isEmpty()) {
            if (secretDescriptor != null) {
                throw RescueException.usage(recipe.id() + " takes no secret", "leave " + SECRET + " out");
            }
            return Optional.empty();
        }
        return Optional.of(
                secretDescriptor == null
                        ? askTwice(recipe.secret().get(), operator)
                        : SecretDescriptor.read(secretDescriptor, SECRET));
    }

    private static Secret askTwice(String what, Operator operator) {
        if (!operator.isPresent()) {
            throw Operator.unanswered("What is " + what + "?", SECRET + " 0 with the secret on standard input");
        }
        Secret first = operator.askSecret("Type " + what + ":", SECRET);
        if (first.isEmpty() || !operator.askSecret("Type it again:", SECRET).equals(first)) {
            throw RescueException.usage(
                    first.isEmpty() ? "nothing was typed" : "the two are not the same",
                    "start again; nothing was done");
        }
        return first;
    }
}
