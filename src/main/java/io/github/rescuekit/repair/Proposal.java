package io.github.rescuekit.repair;

import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.model.Finding;
import java.util.List;
import java.util.Optional;

/**
 * What a recipe found on a system, and what it would do about it.
 *
 * @param findings as they were before the repair
 * @param unknowns what it could not tell; with no finding either, nobody knows whether something is wrong
 */
public record Proposal(Recipe recipe, Choice choice, List<Finding> findings, List<String> unknowns, Plan plan) {

    public Proposal {
        findings = List.copyOf(findings);
        unknowns = List.copyOf(unknowns);
    }

    public static Proposal of(Recipe recipe, Choice choice, InstalledSystem system) {
        return new Proposal(
                recipe,
                choice,
                recipe.diagnose(system, choice),
                recipe.unknowns(system, choice),
                recipe.plan(system, choice));
    }

    /**
     * Why the fault is not repaired; empty when it is. What the operator did not choose, such as accounts that were not
     * named, may still be found.
     */
    Optional<String> whyStillBroken(InstalledSystem system) {
        List<Finding> left = recipe.diagnose(system, choice);
        if (!findings.isEmpty() && left.containsAll(findings)) {
            return Optional.of(findings.get(0).title());
        }
        List<Step> steps = recipe.plan(system, choice).steps();
        return steps.isEmpty()
                ? Optional.empty()
                : Optional.of("the same plan would still " + steps.get(0).summary());
    }
}
