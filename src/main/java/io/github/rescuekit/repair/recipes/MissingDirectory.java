package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.installed.InitSystem;
import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.model.FileMode;
import io.github.rescuekit.model.Finding;
import io.github.rescuekit.model.Severity;
import io.github.rescuekit.repair.Choice;
import io.github.rescuekit.repair.Plan;
import io.github.rescuekit.repair.Recipe;
import io.github.rescuekit.repair.Remedy;
import io.github.rescuekit.repair.Step;
import java.util.List;
import java.util.Optional;

/** A directory is missing that the boot mounts something on, while the root is still read-only, or that services need. */
public final class MissingDirectory implements Recipe {

    private static final Remedy MAKE = new Remedy("make", "Make the directories.", "They are empty.");

    private record Needed(String path, FileMode mode, Severity severity, String why) {}

    private static final List<Needed> NEEDED = List.of(
            new Needed("/proc", new FileMode(0_555), Severity.CRITICAL, "the boot mounts proc on it"),
            new Needed("/sys", new FileMode(0_555), Severity.CRITICAL, "the boot mounts sysfs on it"),
            new Needed("/dev", new FileMode(0_755), Severity.CRITICAL, "the boot mounts devtmpfs on it"),
            new Needed("/run", new FileMode(0_755), Severity.CRITICAL, "the boot mounts a tmpfs on it"),
            new Needed("/root", new FileMode(0_700), Severity.WARNING, "it is the home of root"),
            new Needed("/tmp", new FileMode(0_1777), Severity.WARNING, "programs make files in it"),
            new Needed("/var/tmp", new FileMode(0_1777), Severity.WARNING, "programs make files in it"),
            new Needed("/var/log", new FileMode(0_755), Severity.WARNING, "services that log there do not start"));

    @Override
    public String id() {
        return "missing-directory";
    }

    @Override
    public String cures() {
        return "/proc, /sys, /dev, /run, /tmp, /var/log or another directory that every system needs is missing.";
    }

    @Override
    public List<String> touches() {
        return List.of("/proc", "/sys", "/dev", "/run", "/root", "/tmp", "/var/tmp", "/var/log");
    }

    @Override
    public List<Remedy> remedies() {
        return List.of(MAKE);
    }

    @Override
    public List<Finding> diagnose(InstalledSystem system) {
        return missing(system).stream()
                .map(it -> new Finding(
                        id(),
                        it.severity(),
                        it.path() + " is missing: " + it.why(),
                        List.of("there is no " + it.path()),
                        Optional.of(id())))
                .toList();
    }

    // A link that leads nowhere is no gap: /var/log may lie on what is mounted later.
    private static List<Needed> missing(InstalledSystem system) {
        return NEEDED.stream()
                .filter(it -> !it.path().equals("/run") || system.init() == InitSystem.SYSTEMD)
                .filter(it -> system.whyHidden(it.path()).isEmpty())
                .filter(it -> system.files().findWithoutFollowing(it.path()).isEmpty())
                .filter(it -> system.files()
                        .exists(it.path().substring(0, Math.max(1, it.path().lastIndexOf('/')))))
                .toList();
    }

    @Override
    public List<String> unknowns(InstalledSystem system) {
        return NEEDED.stream()
                .filter(it -> system.files().findWithoutFollowing(it.path()).isEmpty())
                .flatMap(it -> system.whyHidden(it.path()).map(why -> it.path() + " may not be seen: " + why).stream())
                .toList();
    }

    @Override
    public Plan plan(InstalledSystem system, Choice choice) {
        List<Step> steps = missing(system).stream()
                .<Step>map(it -> new Step.MakeDirectory(it.path(), it.mode()))
                .toList();
        return new Plan(id(), Optional.of(Remedies.chosen(this, choice)), steps, List.of(), List.of());
    }
}
