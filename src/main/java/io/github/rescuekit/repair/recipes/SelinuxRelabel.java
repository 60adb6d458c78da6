package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.installed.KeyValueLines;
import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.model.FileMode;
import io.github.rescuekit.model.Finding;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.model.Severity;
import io.github.rescuekit.repair.Choice;
import io.github.rescuekit.repair.Plan;
import io.github.rescuekit.repair.Recipe;
import io.github.rescuekit.repair.Remedy;
import io.github.rescuekit.repair.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Files that a rescue system wrote have no label, and SELinux keeps services and logins from them. */
public final class SelinuxRelabel implements Recipe {

    private static final Remedy RELABEL = new Remedy(
            "relabel",
            "Have the next boot give every file the label of the policy.",
            "That boot takes minutes longer, many on large disks, and starts the server a second time.");
    private static final Remedy PERMISSIVE = new Remedy(
            "permissive",
            "The same, and let SELinux only log what it would refuse, so that nothing stops that boot.",
            "The server is without that protection until SELINUX=enforcing is set again.");

    private static final String CONFIGURATION = "/etc/selinux/config";
    private static final String MODE = "SELINUX";
    private static final String MARK = "/.autorelabel";
    private static final FileMode PLAIN = new FileMode(0_644);

    @Override
    public String id() {
        return "selinux-relabel";
    }

    @Override
    public String cures() {
        return "Files were written or restored without SELinux labels, or SELinux enforces a policy that is not there.";
    }

    @Override
    public List<String> touches() {
        return List.of("/.autorelabel", "/etc/selinux/config");
    }

    @Override
    public List<Remedy> remedies() {
        return List.of(RELABEL, PERMISSIVE);
    }

    // Whether a label fits, only the policy of the system can tell; who restored files knows.
    @Override
    public boolean isWish() {
        return true;
    }

    @Override
    public List<Finding> diagnose(InstalledSystem system) {
        SystemFiles files = system.files();
        return mode(files).equals("enforcing") && !hasPolicy(files)
                ? List.of(new Finding(
                        id(),
                        Severity.CRITICAL,
                        "SELinux enforces a policy that is not there, and systemd stops at its start",
                        List.of(CONFIGURATION + ": " + MODE + "=enforcing", policy(files) + ": there is no such file"),
                        Optional.of(id())))
                : List.of();
    }

    private static KeyValueLines settings(SystemFiles files) {
        return files.text(CONFIGURATION).map(KeyValueLines::new).orElse(KeyValueLines.EMPTY);
    }

    private static String mode(SystemFiles files) {
        return settings(files).value(MODE).orElse("");
    }

    private static String policy(SystemFiles files) {
        return "/etc/selinux/" + settings(files).value("SELINUXTYPE").orElse("targeted") + "/policy/policy.*";
    }

    private static boolean hasPolicy(SystemFiles files) {
        return !files.glob(policy(files)).isEmpty();
    }

    @Override
    public List<String> unknowns(InstalledSystem system) {
        return system.whyHidden(CONFIGURATION).map(why -> CONFIGURATION + " may not be seen: " + why).stream()
                .toList();
    }

    @Override
    public Plan plan(InstalledSystem system, Choice choice) {
        Remedy remedy = Remedies.chosen(this, choice);
        SystemFiles files = system.files();
        requireSelinux(files);
        List<Step> steps = new ArrayList<>();
        // Without a policy there are no labels to give.
        boolean canRelabel = hasPolicy(files);
        if (mode(files).equals("enforcing") && (remedy.equals(PERMISSIVE) || !canRelabel)) {
            FileText before = files.text(CONFIGURATION).orElseThrow();
            steps.add(new Step.ReplaceFile(
                    CONFIGURATION,
                    before,
                    new KeyValueLines(before).with(MODE, "permissive").file()));
        }
        if (canRelabel && files.findWithoutFollowing(MARK).isEmpty()) {
            steps.add(new Step.CreateFile(MARK, FileText.of(""), PLAIN));
        }
        return new Plan(id(), Optional.of(remedy), steps, List.of(), afterBoot(steps, canRelabel));
    }

    private static void requireSelinux(SystemFiles files) {
        String mode = mode(files);
        if (!mode.equals("enforcing") && !mode.equals("permissive")) {
            throw RescueException.refused(
                    "no-selinux",
                    mode.isEmpty()
                            ? "the system has no SELinux: " + CONFIGURATION + " sets no mode"
                            : "SELinux is " + mode + " in " + CONFIGURATION + ", and labels mean nothing",
                    "look for another cause ('rescuekit diagnose'); nothing was changed");
        }
    }

    private static List<String> afterBoot(List<Step> steps, boolean canRelabel) {
        List<String> afterBoot = new ArrayList<>();
        if (!canRelabel) {
            afterBoot.add("Install the policy again (dnf reinstall selinux-policy-targeted), then relabel.");
        }
        if (steps.stream().anyMatch(it -> it.path().equals(CONFIGURATION))) {
            afterBoot.add(
                    "When 'ausearch -m avc -ts boot' is quiet, set SELINUX=enforcing in " + CONFIGURATION + " again.");
        }
        return afterBoot;
    }
}
