package io.github.rescuekit.repair;

import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.model.Finding;
import io.github.rescuekit.model.RescueException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What recipes found on one system.
 *
 * @param findings the weightiest first
 * @param unknowns what could not be told, one sentence each with the reason; never to be read as healthy
 */
public record Diagnosis(List<Finding> findings, List<Unknown> unknowns) {

    /** A recipe that could not tell. */
    public record Unknown(String recipe, String reason) {}

    public Diagnosis {
        findings = List.copyOf(findings);
        unknowns = List.copyOf(unknowns);
    }

    /** Asks every recipe; one that fails does not silence the others. */
    public static Diagnosis of(InstalledSystem system, List<Recipe> recipes) {
        List<Finding> findings = new ArrayList<>();
        List<Unknown> unknowns = new ArrayList<>();
        for (Recipe recipe : recipes) {
            try {
                findings.addAll(recipe.diagnose(system));
                recipe.unknowns(system).forEach(it -> unknowns.add(new Unknown(recipe.id(), it)));
            } catch (RuntimeException e) {
                unknowns.add(new Unknown(recipe.id(), reason(e)));
            }
        }
        findings.sort(Comparator.comparing(Finding::severity));
        return new Diagnosis(findings, unknowns);
    }

    public boolean isHealthy() {
        return findings.isEmpty() && unknowns.isEmpty();
    }

    private static String reason(RuntimeException e) {
        // A bug in one recipe must not hide what the others found; its name leads to it.
        return e instanceof RescueException rescue
                ? rescue.unlessInterrupted().happened()
                : "it failed with "
                        + Optional.ofNullable(e.getMessage())
                                .map(it -> e.getClass().getSimpleName() + ": " + it)
                                .orElse(e.getClass().getSimpleName());
    }
}
