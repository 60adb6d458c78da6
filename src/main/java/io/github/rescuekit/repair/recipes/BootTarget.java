package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.installed.InitSystem;
import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.installed.SystemFile;
import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.installed.SystemdUnits;
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
import java.util.Set;

/** systemd starts what default.target stands for; where that is nothing, or a target that ends the boot, no service runs. */
public final class BootTarget implements Recipe {

    private static final Remedy RESET = new Remedy(
            "reset",
            "Let the default.target of the distribution count again; where it has none, start multi-user.target.",
            "A target that was chosen on purpose is to be chosen again.");

    private static final String UNIT = "default.target";
    private static final String LOCAL = "/etc/systemd/system/" + UNIT;
    private static final String SERVER = "multi-user.target";
    private static final Set<String> ENDINGS = Set.of(
            "poweroff.target",
            "halt.target",
            "reboot.target",
            "kexec.target",
            "shutdown.target",
            "exit.target",
            "rescue.target",
            "emergency.target",
            "runlevel0.target",
            "runlevel1.target",
            "runlevel6.target");

    @Override
    public String id() {
        return "boot-target";
    }

    @Override
    public String cures() {
        return "systemd's default.target is masked, missing, or one that ends the boot.";
    }

    @Override
    public List<String> touches() {
        return List.of("/etc/systemd/system*");
    }

    @Override
    public List<Remedy> remedies() {
        return List.of(RESET);
    }

    @Override
    public List<Finding> diagnose(InstalledSystem system) {
        return fault(system).stream()
                .map(fault -> new Finding(
                        id(),
                        Severity.CRITICAL,
                        "The boot does not get to the services: " + fault,
                        List.of(words(system.files()), "systemd then starts rescue.target, without network and SSH"),
                        server(system.files()).map(it -> id())))
                .toList();
    }

    private static Optional<String> fault(InstalledSystem system) {
        if (system.init() != InitSystem.SYSTEMD || hidden(system).isPresent()) {
            return Optional.empty();
        }
        SystemFiles files = system.files();
        if (SystemdUnits.state(files, UNIT).isMasked()) {
            return Optional.of(UNIT + " is masked");
        }
        Optional<String> link = link(files);
        if (link.isEmpty()) {
            boolean isGone = !SystemdUnits.state(files, UNIT).isInstalled();
            // Without any target it is no fault of this link, but of the whole package.
            return server(files).filter(it -> isGone).map(it -> "there is no " + UNIT);
        }
        return link.flatMap(it -> fault(files, it));
    }

    // For systemd a link gives the target that it names a second name, wherever its path leads.
    private static Optional<String> fault(SystemFiles files, String link) {
        String target = link.substring(link.lastIndexOf('/') + 1);
        if (!SystemdUnits.state(files, target).isInstalled()) {
            return Optional.of(UNIT + " is a link to " + target + ", which is not there");
        }
        return ENDINGS.contains(target) ? Optional.of(UNIT + " is " + target) : Optional.empty();
    }

    private static Optional<String> hidden(InstalledSystem system) {
        return system.whyHidden("/usr/lib/systemd/system");
    }

    private static Optional<String> link(SystemFiles files) {
        return files.linkTarget(LOCAL)
                .or(() -> SystemdUnits.unitFiles(files, UNIT).stream()
                        .findFirst()
                        .flatMap(it -> files.linkTarget(it.path())));
    }

    private static boolean isFineWithoutLocal(SystemFiles files) {
        return SystemdUnits.unitFiles(files, UNIT).stream()
                .filter(it -> !it.path().equals(LOCAL))
                .findFirst()
                .flatMap(it -> files.linkTarget(it.path()))
                .filter(it -> fault(files, it).isEmpty())
                .isPresent();
    }

    private static String words(SystemFiles files) {
        return files.linkTarget(LOCAL)
                .map(it -> LOCAL + " is a link to " + it)
                .or(() -> files.findWithoutFollowing(LOCAL).map(it -> LOCAL + " is a file of " + it.size()))
                .or(() -> link(files).map(it -> UNIT + " of the distribution is a link to " + it))
                .orElse("neither /etc/systemd/system nor the distribution has a " + UNIT);
    }

    private static Optional<String> server(SystemFiles files) {
        return SystemdUnits.state(files, SERVER).isMasked()
                ? Optional.empty()
                : SystemdUnits.unitFiles(files, SERVER).stream().findFirst().map(SystemFile::path);
    }

    @Override
    public List<String> unknowns(InstalledSystem system) {
        return system.init() == InitSystem.SYSTEMD
                ? hidden(system).map(it -> "units may not be seen: " + it).stream()
                        .toList()
                : List.of();
    }

    @Override
    public Plan plan(InstalledSystem system, Choice choice) {
        Remedy remedy = Remedies.chosen(this, choice);
        List<Step> steps = fault(system)
                .flatMap(fault -> server(system.files()))
                .map(server -> steps(system.files(), server))
                .orElse(List.of());
        return new Plan(id(), Optional.of(remedy), steps, List.of(), List.of());
    }

    private static List<Step> steps(SystemFiles files, String server) {
        List<Step> steps = new ArrayList<>(NewFile.directories(files, "/etc/systemd/system"));
        PutAside.of(files, LOCAL).ifPresent(steps::add);
        if (!isFineWithoutLocal(files)) {
            steps.add(new Step.CreateLink(LOCAL, server));
        }
        return steps;
    }
}
