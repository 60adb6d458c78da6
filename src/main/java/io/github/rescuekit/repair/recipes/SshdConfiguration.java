package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.installed.SshdLine;
import io.github.rescuekit.installed.SshdSettings;
import io.github.rescuekit.model.Finding;
import io.github.rescuekit.model.RescueNetwork;
import io.github.rescuekit.model.Severity;
import io.github.rescuekit.repair.Choice;
import io.github.rescuekit.repair.Plan;
import io.github.rescuekit.repair.Recipe;
import io.github.rescuekit.repair.Remedy;
import io.github.rescuekit.repair.Step;
import io.github.rescuekit.repair.access.HostKeys;
import io.github.rescuekit.repair.access.ListenAddresses;
import io.github.rescuekit.repair.access.LoginRules;
import io.github.rescuekit.repair.access.LoginWays;
import io.github.rescuekit.repair.access.RootAtSshd;
import io.github.rescuekit.repair.access.SshdEdits;
import io.github.rescuekit.repair.access.SshdRefusals;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * sshd does not start for a line of its configuration, or its rules keep out everybody who can become root. Where somebody
 * gets in, a rule is what its owner wanted: it changes only by the remedies that are asked for by name.
 */
public final class SshdConfiguration implements Recipe {

    private static final Remedy MEND = new Remedy(
            "mend",
            "Make comments of the lines that sshd refuses, and of addresses to listen on that this machine does not have; when"
                    + " nobody gets in, let root in by the key or password it has.",
            "A value that a refused line should have set is sshd's own default then. Where root has a password and no key,"
                    + " everybody on the network may try passwords of root.");
    private static final Remedy BY_KEY = new Remedy(
            "root-by-key",
            "The same, and let root in by key whether others get in or not.",
            "Whoever has a key of root gets in.");
    private static final Remedy BY_PASSWORD = new Remedy(
            "root-by-password",
            "The same, and let root in by password and key.",
            "Everybody on the network may try passwords of root.");
    private static final ProgramCheck CHECK = new ProgramCheck("/usr/sbin/sshd", List.of("-t"));

    private final Supplier<RescueNetwork> network;

    /**
     * The recipe.
     *
     * @param network how this machine reaches the network now
     */
    public SshdConfiguration(Supplier<RescueNetwork> network) {
        this.network = network;
    }

    @Override
    public String id() {
        return "sshd-config";
    }

    @Override
    public String cures() {
        return "sshd refuses its configuration, or its rules keep everybody out who can become root.";
    }

    @Override
    public List<String> touches() {
        return List.of("/etc/ssh/sshd_config", "/etc/ssh/sshd_config.d/*", "/usr/sbin/sshd");
    }

    @Override
    public List<Remedy> remedies() {
        return List.of(MEND, BY_KEY, BY_PASSWORD);
    }

    @Override
    public boolean isWish() {
        return true;
    }

    @Override
    public List<Finding> diagnose(InstalledSystem system) {
        List<SshdRefusals.Refusal> refusals = SshdRefusals.of(system.files());
        if (!refusals.isEmpty()) {
            return List.of(finding(
                    "sshd does not start: it refuses its configuration",
                    refusals.stream()
                            .map(it -> it.line() + " (" + it.why() + ")")
                            .toList()));
        }
        List<SshdLine> deaf = ListenAddresses.absent(system.files(), network.get());
        if (!deaf.isEmpty()) {
            return List.of(finding(
                    "sshd listens on no address of this machine",
                    deaf.stream().map(SshdLine::toString).toList()));
        }
        List<String> keepingOut = keepingOut(system);
        return keepingOut.isEmpty()
                ? List.of()
                : List.of(finding(
                        "The rules of sshd keep everybody out who can become root",
                        Stream.concat(
                                        keepingOut.stream(),
                                        LoginWays.find(SshdSettings.of(system.files()), system).closed().stream())
                                .toList()));
    }

    private Finding finding(String title, List<String> evidence) {
        return new Finding(id(), Severity.CRITICAL, title, evidence, Optional.of(id()));
    }

    // Without a key or a password there is nothing that the rules keep out.
    private static List<String> keepingOut(InstalledSystem system) {
        RootAtSshd root = new RootAtSshd(system);
        boolean byKey = root.hasKey();
        boolean byPassword = !byKey && root.hasPassword();
        if (!root.nobodyGetsIn() || !(byKey || byPassword)) {
            return List.of();
        }
        List<String> lines =
                root.closing(byKey, byPassword).stream().map(SshdLine::toString).toList();
        return lines.isEmpty() && byPassword ? root.closedByDefault().stream().toList() : lines;
    }

    @Override
    public List<String> unknowns(InstalledSystem system) {
        SshdSettings settings = SshdSettings.of(system.files());
        return LoginWays.find(settings, system).admins().isEmpty()
                ? new LoginRules(settings, system.files())
                        .doubts().stream()
                                .map(it -> "whether sshd lets somebody in depends on " + it)
                                .toList()
                : List.of();
    }

    @Override
    public Plan plan(InstalledSystem system, Choice choice) {
        Remedy remedy = Remedies.chosen(this, choice);
        SshdEdits edits = new SshdEdits(system.files());
        SshdRefusals.of(system.files()).forEach(it -> edits.close(it.line()));
        ListenAddresses.absent(system.files(), network.get()).forEach(edits::close);
        open(system, remedy, edits);
        List<Step> steps = edits.steps();
        boolean isChecked = HostKeys.of(system.files()).isAnyAccepted();
        return new Plan(
                id(),
                Optional.of(remedy),
                isChecked ? CHECK.after(steps, system.files()) : steps,
                steps.isEmpty() ? List.of() : warnings(system, isChecked),
                steps.isEmpty() ? List.of() : List.of("Ask 'sshd -T' on the server which values count."));
    }

    private static void open(InstalledSystem system, Remedy remedy, SshdEdits edits) {
        RootAtSshd root = new RootAtSshd(system);
        if (!remedy.equals(MEND)) {
            root.open(edits, true, remedy.equals(BY_PASSWORD));
        } else if (!keepingOut(system).isEmpty()) {
            root.open(edits, root.hasKey(), !root.hasKey());
        }
    }

    private static List<String> warnings(InstalledSystem system, boolean isChecked) {
        List<String> warnings = new ArrayList<>();
        CHECK.whyNot(system.files()).ifPresent(warnings::add);
        if (!isChecked) {
            warnings.add("Not checked by 'sshd -t': it needs a host key first ('rescuekit repair ssh-host-keys').");
        }
        if (SshdSettings.of(system.files()).hasMatches()) {
            warnings.add("A Match block sets other rules for some users or addresses; it stays as it is.");
        }
        return warnings;
    }
}
