package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.installed.InitSystem;
import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.installed.Kernels;
import io.github.rescuekit.installed.SystemFile;
import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.installed.SystemdUnits;
import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.Finding;
import io.github.rescuekit.model.Severity;
import io.github.rescuekit.repair.Choice;
import io.github.rescuekit.repair.Plan;
import io.github.rescuekit.repair.Recipe;
import io.github.rescuekit.repair.Remedy;
import io.github.rescuekit.repair.Step;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A unit without which a server does not start, or lets nobody in, is masked. */
public final class MaskedUnit implements Recipe {

    private static final Remedy UNMASK =
            new Remedy("unmask", "Take the mask away, as 'systemctl unmask' does.", "What masked it may do so again.");

    private static final String LOCAL = "/etc/systemd/";

    // Each with what is missing without it. Nobody masks these to switch a service off.
    private static final Map<String, String> ESSENTIAL = essential();

    private static Map<String, String> essential() {
        Map<String, String> units = new LinkedHashMap<>();
        units.put("sysinit.target", "nothing starts behind it");
        units.put("basic.target", "nothing starts behind it");
        units.put("multi-user.target", "no service is started");
        units.put("local-fs.target", "no filesystem of fstab is waited for");
        units.put("systemd-udevd.service", "devices are not set up");
        units.put("systemd-journald.service", "services that log do not start");
        units.put("systemd-journald.socket", "services that log do not start");
        units.put("systemd-remount-fs.service", "the root stays read-only");
        units.put("systemd-tmpfiles-setup.service", "directories below /run are missing");
        units.put("dbus.service", "what speaks over D-Bus fails, logind among them");
        units.put("dbus.socket", "what speaks over D-Bus fails, logind among them");
        units.put("systemd-logind.service", "logins hang or have no session");
        units.put("systemd-user-sessions.service", "only root may log in");
        units.put("ssh.service", "nobody logs in over SSH");
        units.put("sshd.service", "nobody logs in over SSH");
        return units;
    }

    // Any of them lets people in without the service.
    private static final List<String> OTHER_SSH =
            List.of("ssh.socket", "sshd.socket", "ssh.service", "sshd.service", "dropbear.service");

    @Override
    public String id() {
        return "masked-unit";
    }

    @Override
    public String cures() {
        return "A unit that a server needs to start, or to let people in, is masked.";
    }

    @Override
    public List<String> touches() {
        return List.of("/etc/systemd/*");
    }

    @Override
    public List<Remedy> remedies() {
        return List.of(UNMASK);
    }

    @Override
    public List<Finding> diagnose(InstalledSystem system) {
        return masked(system).entrySet().stream()
                .map(unit -> new Finding(
                        id(),
                        Severity.CRITICAL,
                        unit.getKey() + " is masked: " + ESSENTIAL.get(unit.getKey()),
                        List.of(words(system.files(), unit.getValue())),
                        Optional.of(id())))
                .toList();
    }

    /** The masks by the names of their units. */
    private static Map<String, SystemFile> masked(InstalledSystem system) {
        Map<String, SystemFile> masked = new LinkedHashMap<>();
        if (system.init() == InitSystem.SYSTEMD && hasKernel(system)) {
            ESSENTIAL.keySet().forEach(unit -> mask(system.files(), unit).ifPresent(it -> masked.put(unit, it)));
        }
        return masked;
    }

    // Containers mask what the kernel of their host does for them.
    private static boolean hasKernel(InstalledSystem system) {
        return !system.kernels().isEmpty()
                || !Kernels.releasesWithModules(system.files()).isEmpty();
    }

    // Without a unit behind the mask there is nothing that could start.
    private static Optional<SystemFile> mask(SystemFiles files, String unit) {
        List<SystemFile> found = SystemdUnits.unitFiles(files, unit);
        boolean hasUnit = found.stream().skip(1).anyMatch(it -> isUnit(files, it));
        return found.stream()
                .findFirst()
                .filter(it -> hasUnit && it.path().startsWith(LOCAL))
                .filter(it -> SystemdUnits.state(files, unit).isMasked())
                .filter(it -> !unit.startsWith("ssh") || !hasOtherSsh(files, unit));
    }

    private static boolean isUnit(SystemFiles files, SystemFile file) {
        return files.find(file.path())
                .filter(it -> it.isRegular() && it.size().isMoreThan(Bytes.ZERO))
                .isPresent();
    }

    private static boolean hasOtherSsh(SystemFiles files, String unit) {
        return OTHER_SSH.stream()
                .filter(it -> !it.equals(unit))
                .anyMatch(it -> !SystemdUnits.state(files, it).links().isEmpty()
                        && !SystemdUnits.state(files, it).isMasked());
    }

    private static String words(SystemFiles files, SystemFile mask) {
        return files.linkTarget(mask.path())
                .map(it -> mask.path() + " is a link to " + it)
                .orElse(mask.path() + " is an empty file");
    }

    @Override
    public Plan plan(InstalledSystem system, Choice choice) {
        Remedy remedy = Remedies.chosen(this, choice);
        List<Step> steps = masked(system).values().stream()
                .flatMap(it -> PutAside.of(system.files(), it.path()).stream())
                .toList();
        return new Plan(
                id(),
                Optional.of(remedy),
                steps,
                steps.isEmpty() ? List.of() : List.of("Find out who masked it: a mask is not made by itself."),
                List.of());
    }
}
