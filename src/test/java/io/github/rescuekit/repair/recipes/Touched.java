package io.github.rescuekit.repair.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.repair.Plan;
import io.github.rescuekit.repair.Recipe;
import io.github.rescuekit.repair.Step;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Holds a recipe to what it says of the files that it touches. */
final class Touched {

    private Touched() {}

    static void requireOnlyWhatIsTold(Recipe recipe, Plan plan) {
        plan.steps()
                .forEach(step -> assertThat(isTold(recipe.touches(), step))
                        .as(step + " is none of " + recipe.touches())
                        .isTrue());
    }

    private static boolean isTold(List<String> told, Step step) {
        return step instanceof Step.RunProgram run
                ? run.changes().stream().allMatch(it -> isTold(told, it))
                : isTold(told, step.path()) || (step instanceof Step.MakeDirectory && isAbove(told, step.path()));
    }

    // Words that are no path say something that no pattern can.
    private static boolean isTold(List<String> told, String path) {
        return told.stream().anyMatch(it -> !it.matches("[/*].*") || path.matches(pattern(it)));
    }

    private static boolean isAbove(List<String> told, String directory) {
        return told.stream().anyMatch(it -> it.startsWith(directory + "/"));
    }

    private static String pattern(String told) {
        return Stream.of(told.split("\\*", -1))
                .map(Pattern::quote)
                .reduce((a, b) -> a + ".*" + b)
                .orElseThrow();
    }
}
