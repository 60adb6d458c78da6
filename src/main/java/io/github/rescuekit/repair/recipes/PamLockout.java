package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.installed.SshdSettings;
import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.installed.TextLines;
import io.github.rescuekit.model.Finding;
import io.github.rescuekit.model.Severity;
import io.github.rescuekit.repair.Choice;
import io.github.rescuekit.repair.Plan;
import io.github.rescuekit.repair.Recipe;
import io.github.rescuekit.repair.Remedy;
import io.github.rescuekit.repair.Step;
import io.github.rescuekit.repair.access.Account;
import io.github.rescuekit.repair.access.FailedLogins;
import io.github.rescuekit.repair.access.LoginWays;
import io.github.rescuekit.repair.access.PamDoors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * PAM keeps people out whom sshd would let in: a count of wrong passwords that outlives the boot, a module that is not
 * there, or a table of pam_access that leaves no administrator.
 */
public final class PamLockout implements Recipe {

    private static final Remedy OPEN = new Remedy(
            "open",
            "Reset the counts of wrong passwords, make comments of rules whose module is not there, let administrators in"
                    + " before the first rule of access.conf.",
            "What a missing module should have asked for, such as a second factor, is not asked for.");
    private static final String MARK = "# rescuekit: ";
    // Without them PAM could let in everybody or nobody; they come with PAM itself.
    private static final Set<String> PAMS_OWN = Set.of("pam_unix.so", "pam_deny.so", "pam_permit.so");

    @Override
    public String id() {
        return "pam-faillock";
    }

    @Override
    public String cures() {
        return "PAM locks accounts until somebody resets them, calls a module that is not there, or keeps every"
                + " administrator out by access.conf.";
    }

    @Override
    public List<String> touches() {
        return List.of(
                "/etc/pam.d/*",
                "/etc/authselect/*",
                "/etc/security/access.conf",
                "/var/lib/faillock/*",
                "/var/log/tallylog");
    }

    @Override
    public List<Remedy> remedies() {
        return List.of(OPEN);
    }

    @Override
    public List<Finding> diagnose(InstalledSystem system) {
        PamDoors pam = PamDoors.of(system.files());
        return Stream.of(unreadable(pam), broken(pam), locked(pam, system), keptOut(pam, system))
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<Finding> unreadable(PamDoors pam) {
        return pam.missingFiles().isEmpty()
                ? Optional.empty()
                : Optional.of(new Finding(
                        id(),
                        Severity.CRITICAL,
                        "PAM refuses everybody: a file of its rules is not there",
                        pam.missingFiles(),
                        Optional.empty()));
    }

    private Optional<Finding> broken(PamDoors pam) {
        List<PamDoors.Broken> broken = pam.broken();
        if (broken.isEmpty()) {
            return Optional.empty();
        }
        boolean onlyPasswords = broken.stream().allMatch(PamDoors.Broken::isOfPasswordsOnly);
        return Optional.of(new Finding(
                id(),
                onlyPasswords ? Severity.WARNING : Severity.CRITICAL,
                (onlyPasswords ? "No password opens an account" : "Nobody gets in")
                        + ": PAM calls a module that is not there",
                broken.stream().map(PamDoors.Broken::text).toList(),
                isPamsOwn(broken) ? Optional.empty() : Optional.of(id())));
    }

    private static boolean isPamsOwn(List<PamDoors.Broken> broken) {
        return broken.stream().anyMatch(it -> PAMS_OWN.contains(it.module().replaceFirst(".*/", "")));
    }

    private Optional<Finding> locked(PamDoors pam, InstalledSystem system) {
        List<String> evidence =
                pam.locked().stream().map(FailedLogins.Locked::toString).toList();
        boolean isLast =
                LoginWays.find(SshdSettings.of(system.files()), system).admins().isEmpty();
        return evidence.isEmpty()
                ? Optional.empty()
                : Optional.of(new Finding(
                        id(),
                        isLast ? Severity.CRITICAL : Severity.WARNING,
                        "After wrong passwords PAM takes no password any more of "
                                + String.join(
                                        ", ",
                                        pam.locked().stream()
                                                .map(it -> it.account().name())
                                                .toList()),
                        evidence,
                        Optional.of(id())));
    }

    // Whom the table keeps out is its owner's choice, until nobody is left who can become root.
    private Optional<Finding> keptOut(PamDoors pam, InstalledSystem system) {
        return keptOutAdmins(pam, system).stream()
                .findFirst()
                .map(admin -> new Finding(
                        id(),
                        Severity.CRITICAL,
                        "pam_access keeps everybody out who can become root",
                        keptOutAdmins(pam, system).stream()
                                .flatMap(it -> pam.keptOutBy(it).stream())
                                .distinct()
                                .toList(),
                        Optional.of(id())));
    }

    private static List<Account> keptOutAdmins(PamDoors pam, InstalledSystem system) {
        if (pam.table().isEmpty() || !system.whyHidden("/home").isEmpty()) {
            return List.of();
        }
        List<Account> admins = LoginWays.adminsAtSshd(SshdSettings.of(system.files()), system);
        return admins.stream().allMatch(it -> pam.keptOutBy(it).isPresent()) ? admins : List.of();
    }

    @Override
    public List<String> unknowns(InstalledSystem system) {
        PamDoors pam = PamDoors.of(system.files());
        return pam.isAsked() && !pam.knowsModules()
                ? List.of("which modules of PAM are missing: none is to be seen"
                        + system.whyHidden("/usr").map(it -> " (" + it + ")").orElse(""))
                : List.of();
    }

    @Override
    public Plan plan(InstalledSystem system, Choice choice) {
        PamDoors pam = PamDoors.of(system.files());
        List<Step> steps = new ArrayList<>(commented(pam, system.files()));
        letIn(pam, system).ifPresent(steps::add);
        pam.locked().stream()
                .flatMap(it -> reset(it, system.files()).stream())
                .distinct()
                .forEach(steps::add);
        return new Plan(id(), Optional.of(Remedies.chosen(this, choice)), steps, warnings(pam, steps), List.of());
    }

    private static List<String> warnings(PamDoors pam, List<Step> steps) {
        return steps.isEmpty() || pam.broken().isEmpty()
                ? List.of()
                : List.of(
                        "Install the package of the missing module again once the server runs, and take the mark off its"
                                + " rule.");
    }

    private static List<Step> commented(PamDoors pam, SystemFiles files) {
        if (isPamsOwn(pam.broken())) {
            return List.of();
        }
        Map<String, TextLines> changed = new LinkedHashMap<>();
        for (PamDoors.Broken rule : pam.broken()) {
            TextLines lines = changed.computeIfAbsent(
                    rule.file(), it -> TextLines.of(files.text(it).orElseThrow().text()));
            String line = lines.line(rule.line());
            changed.put(rule.file(), line.startsWith(MARK) ? lines : lines.replace(rule.line(), MARK + line));
        }
        return changed.entrySet().stream()
                .map(it -> replaced(files, it.getKey(), it.getValue().toString()))
                .toList();
    }

    private static Step replaced(SystemFiles files, String path, String text) {
        FileText before = files.text(path).orElseThrow();
        return new Step.ReplaceFile(path, before, before.withText(text));
    }

    // The first rule that fits counts.
    private static Optional<Step> letIn(PamDoors pam, InstalledSystem system) {
        List<Account> admins = keptOutAdmins(pam, system);
        return admins.isEmpty()
                ? Optional.empty()
                : pam.table().map(table -> {
                    TextLines lines = TextLines.of(
                            system.files().text(table).orElseThrow().text());
                    String names =
                            String.join(" ", admins.stream().map(Account::name).toList());
                    return replaced(
                            system.files(),
                            table,
                            lines.insertAfter(0, "+:" + names + ":ALL").toString());
                });
    }

    // pam_tally2 begins a new file for everybody when its own is not there.
    private static Optional<Step> reset(FailedLogins.Locked locked, SystemFiles files) {
        return locked.isAlone() ? Optional.of(new Step.RemoveFile(locked.file())) : PutAside.of(files, locked.file());
    }
}
