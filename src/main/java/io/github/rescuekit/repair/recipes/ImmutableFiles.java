package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.installed.SystemFile;
import io.github.rescuekit.installed.SystemFiles;
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
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * Flags that forbid even root to change the files of accounts, keys and SSH: passwd, useradd, packages and cloud-init fail
 * there. Hardening scripts, hosting panels and intruders set them.
 */
public final class ImmutableFiles implements Recipe {

    private static final Remedy CLEAR = new Remedy(
            "clear",
            "Clear the flags of the files of accounts, keys, SSH and fstab; that of /etc/resolv.conf stays.",
            "Whoever set them wanted that nobody changes these files.");
    private static final Remedy ALL = new Remedy(
            "all",
            "The same, and clear that of /etc/resolv.conf.",
            "DHCP or systemd-resolved writes its own name servers there again.");
    // Set by hand, so that no DHCP client writes other name servers there.
    private static final String HABIT = "/etc/resolv.conf";
    private static final List<String> NEEDED = List.of(
            "/etc",
            "/etc/passwd",
            "/etc/shadow",
            "/etc/group",
            "/etc/gshadow",
            "/etc/fstab",
            "/etc/ssh",
            "/etc/ssh/*",
            "/etc/ssh/sshd_config.d/*",
            "/root",
            "/root/.ssh",
            "/root/.ssh/authorized_keys*");

    private final BiFunction<SystemFiles, List<String>, Optional<Map<String, String>>> flags;

    /**
     * The recipe.
     *
     * @param flags the letters of protecting flags of those files that have some; empty when nothing here can read them
     */
    public ImmutableFiles(BiFunction<SystemFiles, List<String>, Optional<Map<String, String>>> flags) {
        this.flags = flags;
    }

    @Override
    public String id() {
        return "immutable-files";
    }

    @Override
    public String cures() {
        return "Not even root can change passwd, shadow, fstab or the files of SSH: a flag of chattr forbids it.";
    }

    @Override
    public List<String> touches() {
        return List.of("flags of /etc, /root, and of the files of accounts, SSH and name servers in them; no content");
    }

    @Override
    public List<Remedy> remedies() {
        return List.of(CLEAR, ALL);
    }

    @Override
    public List<Finding> diagnose(InstalledSystem system) {
        Map<String, String> found = found(system);
        List<Finding> findings = new ArrayList<>();
        List<String> locked = evidence(without(found, habit(system)));
        if (!locked.isEmpty()) {
            findings.add(new Finding(
                    id(),
                    Severity.WARNING,
                    "Not even root can change " + (locked.size() == 1 ? "a file" : locked.size() + " files")
                            + " of accounts, SSH or fstab: new passwords, keys and updates fail there",
                    locked,
                    Optional.of(id())));
        }
        habit(system).filter(found::containsKey).map(it -> note(it, found)).ifPresent(findings::add);
        return findings;
    }

    private Finding note(String path, Map<String, String> found) {
        return new Finding(
                id(),
                Severity.NOTE,
                HABIT + " is kept from every change, as many admins want it",
                List.of(
                        evidence(path, found),
                        "when nobody wanted that: rescuekit repair " + id() + " --remedy " + ALL.id()),
                Optional.empty());
    }

    private static List<String> evidence(Map<String, String> found) {
        return found.keySet().stream().map(it -> evidence(it, found)).toList();
    }

    private static String evidence(String path, Map<String, String> found) {
        String letters = found.getOrDefault(path, "");
        String words = (letters.contains("i") ? "immutable" : "")
                + (letters.length() > 1 ? " and " : "")
                + (letters.contains("a") ? "append-only" : "");
        return path + ": " + words + " (chattr +" + letters + ")";
    }

    @Override
    public List<String> unknowns(InstalledSystem system) {
        Optional<String> missing = flags.apply(system.files(), List.of()).isPresent()
                ? Optional.empty()
                : Optional.of("whether files are immutable: lsattr is not here (package e2fsprogs)");
        Optional<String> hidden = Stream.of("/etc", "/root")
                .flatMap(it -> system.whyHidden(it).stream())
                .findFirst();
        return Stream.concat(missing.stream(), hidden.stream()).toList();
    }

    @Override
    public Plan plan(InstalledSystem system, Choice choice) {
        Remedy remedy = Remedies.chosen(this, choice);
        Map<String, String> found = found(system);
        Map<String, String> cleared = remedy.equals(ALL) ? found : without(found, habit(system));
        List<Step> steps = cleared.entrySet().stream()
                .<Step>map(it -> new Step.ClearFlags(it.getKey(), it.getValue()))
                .toList();
        List<String> warnings = steps.isEmpty()
                ? List.of()
                : List.of(
                        "Find out who set the flags, a hardening script, a hosting panel or an intruder: it may set them"
                                + " again. 'lsattr -R /etc' shows others.");
        return new Plan(id(), Optional.of(remedy), steps, warnings, List.of());
    }

    private Map<String, String> found(InstalledSystem system) {
        List<String> paths = Stream.concat(NEEDED.stream(), Stream.of(HABIT))
                .flatMap(it -> system.files().glob(it).stream())
                .flatMap(it -> system.files().find(it.path()).stream())
                .map(SystemFile::path)
                .distinct()
                .toList();
        Map<String, String> read = flags.apply(system.files(), paths).orElse(Map.of());
        Map<String, String> found = new LinkedHashMap<>();
        paths.stream().filter(read::containsKey).forEach(it -> found.put(it, read.getOrDefault(it, "")));
        return found;
    }

    // It is often a link; what it leads to has the flag.
    private static Optional<String> habit(InstalledSystem system) {
        return system.files().find(HABIT).map(SystemFile::path);
    }

    private static Map<String, String> without(Map<String, String> found, Optional<String> habit) {
        Map<String, String> left = new LinkedHashMap<>(found);
        habit.ifPresent(left::remove);
        return left;
    }
}
