package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.installed.SystemFile;
import io.github.rescuekit.model.Finding;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.model.Severity;
import io.github.rescuekit.repair.Choice;
import io.github.rescuekit.repair.Plan;
import io.github.rescuekit.repair.Recipe;
import io.github.rescuekit.repair.Remedy;
import io.github.rescuekit.repair.Step;
import io.github.rescuekit.repair.access.HostKeys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** sshd finds no host key that it takes, and ends; or it leaves one out that others may read. */
public final class SshHostKeys implements Recipe {

    private static final Remedy MAKE = new Remedy(
            "make",
            "Close the keys to others; make those that are missing with the system's own ssh-keygen.",
            "A new key is unknown to everybody who connects; a key that others could read may be in other hands.");
    private static final String PROGRAM = "/usr/bin/ssh-keygen";
    private static final Duration LIMIT = Duration.ofMinutes(5);

    @Override
    public String id() {
        return "ssh-host-keys";
    }

    @Override
    public String cures() {
        return "The host keys of sshd are missing, empty, or open to others.";
    }

    @Override
    public List<String> touches() {
        return List.of("/etc/ssh/ssh_host_*", "/usr/bin/ssh-keygen");
    }

    @Override
    public List<Remedy> remedies() {
        return List.of(MAKE);
    }

    @Override
    public List<Finding> diagnose(InstalledSystem system) {
        if (!hasServer(system)) {
            return List.of();
        }
        HostKeys keys = HostKeys.of(system.files());
        List<String> evidence = Stream.concat(keys.open().stream(), keys.empty().stream())
                .map(it -> it.path() + ": mode " + it.mode() + ", " + it.size())
                .toList();
        if (isMissing(keys)) {
            return List.of(finding(
                    Severity.CRITICAL,
                    "sshd does not start: it has no host key",
                    evidence.isEmpty()
                            ? List.of("there is no /etc/ssh/ssh_host_*_key, and nothing makes one")
                            : evidence));
        }
        if (evidence.isEmpty()) {
            return List.of();
        }
        return List.of(
                keys.isAnyAccepted()
                        ? finding(Severity.WARNING, "sshd leaves out a host key", evidence)
                        : finding(Severity.CRITICAL, "sshd does not start: it refuses every host key", evidence));
    }

    private static boolean hasServer(InstalledSystem system) {
        return system.files().exists("/usr/sbin/sshd")
                && system.whyHidden("/etc/ssh").isEmpty();
    }

    // An empty file keeps those away that make keys at boot.
    private static boolean isMissing(HostKeys keys) {
        return !keys.isAnyAccepted()
                && keys.open().isEmpty()
                && (keys.makers().isEmpty() || !keys.empty().isEmpty());
    }

    private Finding finding(Severity severity, String title, List<String> evidence) {
        return new Finding(id(), severity, title, evidence, Optional.of(id()));
    }

    @Override
    public Plan plan(InstalledSystem system, Choice choice) {
        Remedy remedy = Remedies.chosen(this, choice);
        List<Step> steps = hasServer(system) ? steps(system) : List.of();
        boolean makes = steps.stream().anyMatch(Step.RunProgram.class::isInstance);
        return new Plan(
                id(),
                Optional.of(remedy),
                steps,
                makes
                        ? List.of("A key that is made anew makes every client complain that the host key has changed.")
                        : List.of(),
                makes
                        ? List.of(
                                "Tell those who connect the new fingerprints: ssh-keygen -lf /etc/ssh/ssh_host_*_key.pub")
                        : List.of());
    }

    private static List<Step> steps(InstalledSystem system) {
        HostKeys keys = HostKeys.of(system.files());
        List<Step> steps = new ArrayList<>();
        for (SystemFile key : keys.open()) {
            steps.add(new Step.SetMode(key.path(), key.mode(), HostKeys.MODE));
        }
        // It makes an empty key anew as well, and leaves every other alone.
        if (isMissing(keys) || !keys.empty().isEmpty()) {
            steps.add(made(system, keys));
        }
        return steps;
    }

    private static Step made(InstalledSystem system, HostKeys keys) {
        if (!system.files().exists(PROGRAM) || !keys.areUsual()) {
            throw RescueException.refused(
                    "no-host-key",
                    keys.areUsual()
                            ? "the system has no " + PROGRAM
                            : "HostKey of sshd_config names files that 'ssh-keygen -A' does not make",
                    "make the key where HostKey names it with 'ssh-keygen -f FILE' in 'rescuekit chroot --write'");
        }
        return new Step.RunProgram(PROGRAM, List.of("-A"), List.of("/etc/ssh/ssh_host_*_key*"), List.of(), LIMIT);
    }
}
