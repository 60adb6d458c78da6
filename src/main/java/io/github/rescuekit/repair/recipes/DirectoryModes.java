package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.installed.SystemFile;
import io.github.rescuekit.model.FileMode;
import io.github.rescuekit.model.Finding;
import io.github.rescuekit.model.Severity;
import io.github.rescuekit.repair.Choice;
import io.github.rescuekit.repair.Plan;
import io.github.rescuekit.repair.Recipe;
import io.github.rescuekit.repair.Remedy;
import io.github.rescuekit.repair.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** After a stray chmod on / or /tmp nothing but root's own programs can work, and sshd refuses keys. */
public final class DirectoryModes implements Recipe {

    private static final Remedy USUAL = new Remedy(
            "usual",
            "Give these directories the modes that distributions give them.",
            "What lies in them keeps its modes, right or wrong.");

    // Everybody passes through these.
    private static final List<String> WAYS = List.of(
            "/",
            "/etc",
            "/usr",
            "/usr/bin",
            "/usr/sbin",
            "/usr/lib",
            "/bin",
            "/sbin",
            "/lib",
            "/lib64",
            "/var",
            "/var/lib");
    private static final List<String> FOR_ALL = List.of("/tmp", "/var/tmp");
    private static final FileMode WAY = new FileMode(0_755);
    private static final FileMode STICKY = new FileMode(0_1777);
    private static final int ENTER_AS_OTHER = 0_001;
    private static final int WRITE_AS_OTHER = 0_002;

    @Override
    public String id() {
        return "directory-modes";
    }

    @Override
    public String cures() {
        return "/, /usr, /tmp or another directory that everybody needs has a mode that locks programs out, or lets all in.";
    }

    @Override
    public List<String> touches() {
        return List.of("/", "/etc", "/usr*", "/var*", "/tmp", "/bin", "/lib");
    }

    @Override
    public List<Remedy> remedies() {
        return List.of(USUAL);
    }

    private record Wrong(SystemFile directory, FileMode usual, Severity severity, String consequence) {}

    @Override
    public List<Finding> diagnose(InstalledSystem system) {
        return wrong(system).stream()
                .map(it -> new Finding(
                        id(),
                        it.severity(),
                        it.directory().path() + " has the mode "
                                + it.directory().mode() + ": " + it.consequence(),
                        List.of(it.directory().path() + ": mode "
                                + it.directory().mode() + ", usual is " + it.usual()),
                        Optional.of(id())))
                .toList();
    }

    private static List<Wrong> wrong(InstalledSystem system) {
        // Two names may lead to one directory: /bin is /usr/bin.
        Map<String, Wrong> wrong = new LinkedHashMap<>();
        WAYS.forEach(it -> way(system, it)
                .ifPresent(found -> wrong.putIfAbsent(found.directory().path(), found)));
        FOR_ALL.forEach(it -> forAll(system, it)
                .ifPresent(found -> wrong.putIfAbsent(found.directory().path(), found)));
        return new ArrayList<>(wrong.values());
    }

    private static Optional<Wrong> way(InstalledSystem system, String path) {
        return directory(system, path).flatMap(it -> {
            if (!it.mode().grantsAny(ENTER_AS_OTHER)) {
                return Optional.of(new Wrong(
                        it, WAY, Severity.CRITICAL, "only root gets into it, and most services are not root"));
            }
            return it.mode().grantsAny(WRITE_AS_OTHER)
                    ? Optional.of(new Wrong(it, WAY, Severity.WARNING, "everybody may replace what is in it"))
                    : Optional.empty();
        });
    }

    // What is mounted there brings its own mode.
    private static Optional<Wrong> forAll(InstalledSystem system, String path) {
        return directory(system, path)
                .filter(it -> !it.mode().equals(STICKY))
                .filter(it -> !PlannedMounts.of(system).hasMountOn(path))
                .map(it -> new Wrong(
                        it,
                        STICKY,
                        Severity.WARNING,
                        it.mode().grantsAny(WRITE_AS_OTHER)
                                ? "everybody may take away the files of others"
                                : "programs that are not root cannot make files in it"));
    }

    private static Optional<SystemFile> directory(InstalledSystem system, String path) {
        return system.files()
                .find(path)
                .filter(SystemFile::isDirectory)
                .filter(it -> system.whyHidden(it.path()).isEmpty());
    }

    @Override
    public Plan plan(InstalledSystem system, Choice choice) {
        List<Step> steps = wrong(system).stream()
                .<Step>map(it ->
                        new Step.SetMode(it.directory().path(), it.directory().mode(), it.usual()))
                .toList();
        return new Plan(
                id(),
                Optional.of(Remedies.chosen(this, choice)),
                steps,
                steps.isEmpty()
                        ? List.of()
                        : List.of("Whatever changed these may have changed files and directories in them as well:"
                                + " look, for instance with 'rpm -Va' or 'debsums' in a chroot."),
                List.of());
    }
}
