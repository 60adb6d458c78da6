package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.model.Finding;
import io.github.rescuekit.model.Severity;
import io.github.rescuekit.repair.Choice;
import io.github.rescuekit.repair.Plan;
import io.github.rescuekit.repair.Recipe;
import io.github.rescuekit.repair.Remedy;
import io.github.rescuekit.repair.Step;
import io.github.rescuekit.repair.access.Sudoers;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** sudo refuses its rules: a line that is none, or a file that others than root may write. */
public final class SudoersRules implements Recipe {

    private static final Remedy MEND = new Remedy(
            "mend",
            "Make comments of the lines that sudo does not understand, and give its files root and the mode 0440.",
            "What such a line should have allowed is not allowed.");
    private static final ProgramCheck CHECK = new ProgramCheck("/usr/sbin/visudo", List.of("-c"));

    @Override
    public String id() {
        return "sudoers";
    }

    @Override
    public String cures() {
        return "sudo refuses /etc/sudoers or a file of /etc/sudoers.d: a line, the mode or the owner.";
    }

    @Override
    public List<String> touches() {
        return List.of("/etc/sudoers", "/etc/sudoers.d/*");
    }

    @Override
    public List<Remedy> remedies() {
        return List.of(MEND);
    }

    @Override
    public List<Finding> diagnose(InstalledSystem system) {
        Sudoers sudoers = new Sudoers(system.files());
        List<String> evidence = Stream.concat(
                        sudoers.badLines().stream().map(it -> it.toString()),
                        sudoers.untrusted().stream()
                                .map(it -> it.path() + ": mode " + it.mode() + ", owner " + it.uid() + ":" + it.gid()))
                .toList();
        return evidence.isEmpty()
                ? List.of()
                : List.of(new Finding(id(), Severity.WARNING, "sudo refuses its rules", evidence, Optional.of(id())));
    }

    @Override
    public Plan plan(InstalledSystem system, Choice choice) {
        Remedy remedy = Remedies.chosen(this, choice);
        List<Step> steps = new Sudoers(system.files()).mended();
        return new Plan(
                id(),
                Optional.of(remedy),
                CHECK.after(steps, system.files()),
                steps.isEmpty()
                        ? List.of()
                        : CHECK.whyNot(system.files()).stream().toList(),
                List.of());
    }
}
