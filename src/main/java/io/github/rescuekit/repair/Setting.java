package io.github.rescuekit.repair;

import java.util.Optional;

/**
 * Something that a recipe cannot read from the system, so that the operator tells it: {@code --set NAME=VALUE}.
 *
 * @param name one word, such as {@code gateway}
 * @param means what the value is, one phrase with an example
 * @param form a regular expression for the whole of a value
 * @param usual the value that counts when none is given
 * @param isRequired there is no plan without it
 */
public record Setting(String name, String means, String form, Optional<String> usual, boolean isRequired) {

    public static Setting required(String name, String means, String form) {
        return new Setting(name, means, form, Optional.empty(), true);
    }

    public static Setting optional(String name, String means, String form) {
        return new Setting(name, means, form, Optional.empty(), false);
    }

    public Setting usually(String value) {
        return new Setting(name, means, form, Optional.of(value), false);
    }

    boolean accepts(String value) {
        return value.matches(form);
    }
}
