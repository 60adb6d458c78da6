package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.installed.SystemFile;
import io.github.rescuekit.model.Finding;
import io.github.rescuekit.model.Severity;
import io.github.rescuekit.repair.Choice;
import io.github.rescuekit.repair.Plan;
import io.github.rescuekit.repair.Recipe;
import io.github.rescuekit.repair.Remedy;
import io.github.rescuekit.repair.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A file that lets nobody in but root was left behind; unlike that of /run it outlives every boot. */
public final class StaleNologin implements Recipe {

    private static final Remedy REMOVE =
            new Remedy("remove", "Remove /etc/nologin.", "Whoever made it for maintenance has to make it again.");
    private static final String FILE = "/etc/nologin";
    private static final int SHOWN_LINES = 3;

    @Override
    public String id() {
        return "nologin";
    }

    @Override
    public String cures() {
        return "/etc/nologin lets nobody in but root.";
    }

    @Override
    public List<String> touches() {
        return List.of("/etc/nologin");
    }

    @Override
    public List<Remedy> remedies() {
        return List.of(REMOVE);
    }

    @Override
    public List<Finding> diagnose(InstalledSystem system) {
        return system.files().find(FILE).stream()
                .map(it -> new Finding(
                        id(),
                        Severity.WARNING,
                        "Nobody but root can log in: " + FILE + " is there",
                        evidence(system, it),
                        Optional.of(id())))
                .toList();
    }

    private static List<String> evidence(InstalledSystem system, SystemFile file) {
        List<String> evidence = new ArrayList<>(List.of(FILE + " is of " + file.modified()));
        system.files().text(FILE).map(FileText::text).stream()
                .flatMap(String::lines)
                .filter(it -> !it.isBlank())
                .limit(SHOWN_LINES)
                .forEach(it -> evidence.add(FILE + " says: " + it));
        return evidence;
    }

    @Override
    public Plan plan(InstalledSystem system, Choice choice) {
        Remedy remedy = Remedies.chosen(this, choice);
        List<Step> steps = system.files().exists(FILE) ? List.of(new Step.RemoveFile(FILE)) : List.of();
        return new Plan(id(), Optional.of(remedy), steps, List.of(), List.of());
    }
}
