package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.model.Finding;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.model.Severity;
import io.github.rescuekit.repair.Choice;
import io.github.rescuekit.repair.Plan;
import io.github.rescuekit.repair.Recipe;
import io.github.rescuekit.repair.Remedy;
import io.github.rescuekit.repair.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A recipe that a site wrote itself: when all its conditions hold, its deeds are planned. */
final class OwnRecipe implements Recipe {

    private final String id;
    private final OwnRecipeFile file;

    OwnRecipe(String id, OwnRecipeFile file) {
        this.id = id;
        this.file = file;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String cures() {
        return file.cures();
    }

    @Override
    public List<String> touches() {
        return file.deeds().stream()
                .flatMap(it -> it.touches().stream())
                .distinct()
                .toList();
    }

    @Override
    public List<Remedy> remedies() {
        return List.of(new Remedy("own", "Take the steps of this site's own recipe.", file.price()));
    }

    Severity severity() {
        return file.severity();
    }

    @Override
    public List<Finding> diagnose(InstalledSystem system) {
        List<String> evidence = new ArrayList<>();
        for (OwnCondition condition : file.conditions()) {
            Optional<String> shown = condition.evidence(system.files());
            if (system.whyHidden(condition.path()).isPresent() || shown.isEmpty()) {
                return List.of();
            }
            evidence.add(shown.get());
        }
        return List.of(new Finding(id, severity(), cures(), evidence, Optional.of(id)));
    }

    @Override
    public List<String> unknowns(InstalledSystem system) {
        return file.conditions().stream()
                .flatMap(it -> system.whyHidden(it.path()).map(why -> it.path() + " may not be seen: " + why).stream())
                .distinct()
                .toList();
    }

    @Override
    public Plan plan(InstalledSystem system, Choice choice) {
        Remedy remedy = Remedies.chosen(this, choice);
        List<Step> steps = diagnose(system).isEmpty() ? List.of() : steps(system);
        return new Plan(id, Optional.of(remedy), steps, steps.isEmpty() ? List.of() : file.warnings(), List.of());
    }

    // Several edits of one file are one step, at the place of the first.
    private List<Step> steps(InstalledSystem system) {
        List<Step> steps = new ArrayList<>();
        Map<String, Integer> places = new HashMap<>();
        for (OwnDeed deed : file.deeds()) {
            if (deed instanceof OwnDeed.Edit edit) {
                edit(system, edit, steps, places);
            } else if (deed instanceof OwnDeed.Act act) {
                steps.addAll(act.steps(system.files()));
            }
        }
        return steps;
    }

    private static void edit(InstalledSystem system, OwnDeed.Edit edit, List<Step> steps, Map<String, Integer> places) {
        Integer place = places.get(edit.path());
        if (place != null && steps.get(place) instanceof Step.ReplaceFile earlier) {
            steps.set(place, new Step.ReplaceFile(edit.path(), earlier.before(), edit.of(earlier.after())));
            return;
        }
        FileText before = OwnDeed.readable(system.files(), edit.path())
                .orElseThrow(() -> RescueException.refused(
                        "no-file",
                        edit.path() + " is not there",
                        "add 'when = exists " + edit.path() + "' to the recipe, or create the file in it"));
        FileText after = edit.of(before);
        if (!after.equals(before)) {
            places.put(edit.path(), steps.size());
            steps.add(new Step.ReplaceFile(edit.path(), before, after));
        }
    }
}
