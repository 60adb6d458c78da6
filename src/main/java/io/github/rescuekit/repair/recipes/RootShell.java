package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.installed.SshdSettings;
import io.github.rescuekit.installed.SystemFile;
import io.github.rescuekit.installed.TextLines;
import io.github.rescuekit.model.Finding;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.model.Severity;
import io.github.rescuekit.repair.Choice;
import io.github.rescuekit.repair.Plan;
import io.github.rescuekit.repair.Recipe;
import io.github.rescuekit.repair.Remedy;
import io.github.rescuekit.repair.Step;
import io.github.rescuekit.repair.access.Account;
import io.github.rescuekit.repair.access.LoginWays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Root's shell is missing or cannot be run, so that every login of root ends at once. A nologin is a fault only when
 * nobody else becomes root.
 */
public final class RootShell implements Recipe {

    private static final Remedy GIVE = new Remedy(
            "give",
            "Give root a shell that is there: bash, or else sh.",
            "A nologin that was meant to keep root out is gone.");
    private static final List<String> SHELLS = List.of("/bin/bash", "/bin/sh");
    private static final String PASSWD = "/etc/passwd";
    private static final int EXECUTE = 0_100;
    private static final int SHELL = 6;
    private static final int FIELDS = 7;

    @Override
    public String id() {
        return "root-shell";
    }

    @Override
    public String cures() {
        return "Root's shell is missing or cannot be run, or is nologin though nobody else becomes root.";
    }

    @Override
    public List<String> touches() {
        return List.of("/etc/passwd");
    }

    @Override
    public List<Remedy> remedies() {
        return List.of(GIVE);
    }

    @Override
    public boolean isWish() {
        return true;
    }

    @Override
    public List<Finding> diagnose(InstalledSystem system) {
        return root(system)
                .flatMap(it -> fault(it, system))
                .map(why -> new Finding(
                        id(),
                        Severity.CRITICAL,
                        "Every login of root ends at once: " + why,
                        List.of(PASSWD + ":" + number(system) + ": the shell of root is "
                                + root(system).orElseThrow().shell()),
                        Optional.of(id())))
                .stream()
                .toList();
    }

    private static Optional<Account> root(InstalledSystem system) {
        return Account.every(system.files()).stream()
                .filter(it -> it.name().equals("root"))
                .filter(it -> system.whyHidden(it.shell()).isEmpty())
                .findFirst();
    }

    private static Optional<String> fault(Account root, InstalledSystem system) {
        Optional<SystemFile> shell = system.files().find(root.shell());
        if (shell.isEmpty()) {
            return Optional.of("there is no " + root.shell());
        }
        if (!shell.get().isRegular() || !shell.get().mode().grantsAny(EXECUTE)) {
            return Optional.of(root.shell() + " cannot be run");
        }
        return root.hasShell(system.files()) || othersBecomeRoot(system)
                ? Optional.empty()
                : Optional.of(root.shell() + " lets nobody in, and nobody else becomes root");
    }

    private static boolean othersBecomeRoot(InstalledSystem system) {
        SshdSettings settings = SshdSettings.of(system.files());
        return !LoginWays.otherSources(settings, system).isEmpty()
                || !system.whyHidden("/home").isEmpty()
                || !LoginWays.find(settings, system).admins().isEmpty()
                || Account.of(system.files()).stream().anyMatch(it -> it.isAdmin() && it.hasPassword());
    }

    @Override
    public Plan plan(InstalledSystem system, Choice choice) {
        Remedy remedy = Remedies.chosen(this, choice);
        boolean isNeeded = root(system)
                .filter(it -> fault(it, system).isPresent() || !it.hasShell(system.files()))
                .isPresent();
        return new Plan(id(), Optional.of(remedy), isNeeded ? List.of(given(system)) : List.of(), List.of(), List.of());
    }

    private static Step given(InstalledSystem system) {
        String shell = SHELLS.stream()
                .filter(it -> system.files()
                        .find(it)
                        .filter(file -> file.isRegular() && file.mode().grantsAny(EXECUTE))
                        .isPresent())
                .findFirst()
                .orElseThrow(() -> RescueException.refused(
                        "no-shell",
                        "the system has no shell that can be run: neither " + String.join(" nor ", SHELLS),
                        "install bash again from 'rescuekit chroot', or copy it from another system"));
        FileText before = system.files().text(PASSWD).orElseThrow();
        TextLines lines = TextLines.of(before.text());
        int number = number(system);
        String[] fields = lines.line(number).split(":", -1);
        fields[SHELL] = shell;
        return new Step.ReplaceFile(
                PASSWD,
                before,
                before.withText(lines.replace(number, String.join(":", fields)).toString()));
    }

    private static int number(InstalledSystem system) {
        List<String> lines =
                TextLines.of(system.files().text(PASSWD).orElseThrow().text()).lines();
        return Stream.iterate(1, it -> it + 1)
                .limit(lines.size())
                .filter(it -> lines.get(it - 1).startsWith("root:")
                        && lines.get(it - 1).split(":", -1).length == FIELDS)
                .findFirst()
                .orElseThrow();
    }
}
