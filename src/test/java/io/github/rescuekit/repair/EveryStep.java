package io.github.rescuekit.repair;

import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.model.FileMode;
import io.github.rescuekit.repair.Step.CreateFile;
import io.github.rescuekit.repair.Step.CreateLink;
import io.github.rescuekit.repair.Step.MakeDirectory;
import io.github.rescuekit.repair.Step.MoveFile;
import io.github.rescuekit.repair.Step.RemoveFile;
import io.github.rescuekit.repair.Step.RenameFile;
import io.github.rescuekit.repair.Step.ReplaceFile;
import io.github.rescuekit.repair.Step.ReplaceSecrets;
import io.github.rescuekit.repair.Step.SetMode;
import io.github.rescuekit.repair.Step.SetOwner;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A plan with a step of each kind, and the files that it works on. */
final class EveryStep {

    static final List<Step> STEPS = List.of(
            new ReplaceFile("/etc/conf", FileText.of("old\n"), FileText.of("new, and longer\n")),
            new MakeDirectory("/etc/conf.d", new FileMode(0755)),
            new CreateFile("/etc/conf.d/local", FileText.of("made\n"), new FileMode(0640)),
            new CreateLink("/etc/masked.service", "/dev/null"),
            new RenameFile("/etc/S20agent", "/etc/K20agent"),
            new MoveFile("/etc/old.log", "/etc/conf.d/old.log"),
            new RemoveFile("/etc/stale"),
            new RemoveFile("/etc/stale-link"),
            new SetMode("/etc/key", new FileMode(0644), new FileMode(0600)),
            new ReplaceSecrets(
                    "/etc/shadow",
                    HiddenText.of(FileText.of("root:!:1\n")),
                    HiddenText.of(FileText.of("root:$6$:2\n")),
                    List.of("root: new password")),
            new SetOwner("/etc/owned", Owner.ROOT, new Owner(1000, 1001)),
            new ReplaceFile("/etc/through-link", FileText.of("behind\n"), FileText.of("changed behind\n")));

    private EveryStep() {}

    static TargetTree lay(TargetTree tree) {
        tree.file("/etc/conf", "old\n", 0640);
        tree.file("/etc/S20agent", "#!/bin/sh\n", 0755);
        tree.file("/etc/old.log", "many lines\n", 0640);
        tree.file("/etc/stale", "stale\n", 0604);
        tree.link("/etc/stale-link", "/etc/nowhere");
        tree.file("/etc/key", "secret\n", 0644);
        tree.file("/etc/shadow", "root:!:1\n", 0640);
        tree.file("/etc/owned", "root's\n", 0600);
        tree.file("/etc/real", "behind\n", 0600);
        tree.link("/etc/through-link", "/etc/real");
        return tree;
    }

    static Plan plan() {
        return plan(STEPS);
    }

    static Plan plan(List<Step> steps) {
        return new Plan(
                "every-step", Optional.of(new Remedy("all", "Does all.", "Nothing.")), steps, List.of(), List.of());
    }

    /** The plan with a step that cannot be done at that place, counted from 0. */
    static Plan planFailingAt(int place) {
        List<Step> steps = new ArrayList<>(STEPS);
        steps.add(place, new CreateFile("/no/such/directory", FileText.of(""), new FileMode(0600)));
        return plan(steps);
    }
}
