package io.github.rescuekit.repair;

import io.github.rescuekit.model.Secret;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the operator chose before a plan is made.
 *
 * @param remedy the id of a {@link Remedy}; empty for the recipe's first
 * @param accounts accounts of the installed system that the operator named one by one
 * @param settings values by the names of the recipe's {@link Setting}s, as far as they were given
 * @param secret what the recipe asks for as its secret
 */
public record Choice(
        Optional<String> remedy, List<String> accounts, Map<String, String> settings, Optional<Secret> secret) {

    public static final Choice DEFAULT = new Choice(Optional.empty(), List.of());

    public Choice {
        accounts = List.copyOf(accounts);
        settings = Map.copyOf(settings);
    }

    /** A choice for a recipe that takes no settings and no secret. */
    public Choice(Optional<String> remedy, List<String> accounts) {
        this(remedy, accounts, Map.of(), Optional.empty());
    }

    /** The value that was given, or else the usual one. */
    public Optional<String> value(Setting setting) {
        return Optional.ofNullable(settings.get(setting.name())).or(setting::usual);
    }

    public Choice with(Secret given) {
        return new Choice(remedy, accounts, settings, Optional.of(given));
    }
}
