package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.installed.TextLines;
import io.github.rescuekit.model.FileMode;
import io.github.rescuekit.model.Finding;
import io.github.rescuekit.model.Severity;
import io.github.rescuekit.repair.Choice;
import io.github.rescuekit.repair.Plan;
import io.github.rescuekit.repair.Recipe;
import io.github.rescuekit.repair.Remedy;
import io.github.rescuekit.repair.Step;
import io.github.rescuekit.repair.access.RootAtSshd;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * cloud-init has put a command before the keys of root that only says to log in as somebody else. It is the usual state of
 * a cloud image, and a fault only when nobody else becomes root.
 */
public final class CloudInitRoot implements Recipe {

    private static final Remedy OPEN = new Remedy(
            "open",
            "Take the command away that closes root's keys, and tell cloud-init not to put it there again.",
            "Whoever has such a key gets in as root.");
    private static final String KEYS = "/root/.ssh/authorized_keys";
    private static final String CLOUD = "/etc/cloud/cloud.cfg.d";
    private static final String SETTING = CLOUD + "/99-rescuekit.cfg";
    private static final FileText CONTENT = FileText.of("disable_root: false\n");
    private static final FileMode MODE = new FileMode(0_644);
    private static final Pattern CLOSED =
            Pattern.compile("\\S*command=\"echo 'Please login as the user (?:[^\"\\\\]|\\\\.)*\"\\s+(\\S+\\s+AAAA.*)");

    @Override
    public String id() {
        return "cloud-init-root";
    }

    @Override
    public String cures() {
        return "cloud-init closed root's keys with 'Please login as the user ...', and nobody else becomes root.";
    }

    @Override
    public List<String> touches() {
        return List.of("/root/.ssh/authorized_keys*", "/etc/cloud/cloud.cfg.d/*");
    }

    @Override
    public List<Remedy> remedies() {
        return List.of(OPEN);
    }

    @Override
    public boolean isWish() {
        return true;
    }

    @Override
    public List<Finding> diagnose(InstalledSystem system) {
        List<Integer> closed = closed(system);
        return closed.isEmpty() || !new RootAtSshd(system).nobodyGetsIn()
                ? List.of()
                : List.of(new Finding(
                        id(),
                        Severity.CRITICAL,
                        "cloud-init closed the keys of root, and nobody else becomes root",
                        closed.stream()
                                .map(it -> KEYS + ":" + it + ": command=\"echo 'Please login as the user ...\"")
                                .toList(),
                        Optional.of(id())));
    }

    private static List<Integer> closed(InstalledSystem system) {
        List<String> lines = system.files()
                .text(KEYS)
                .map(FileText::text)
                .map(it -> TextLines.of(it).lines())
                .orElse(List.of());
        return IntStream.rangeClosed(1, lines.size())
                .filter(it -> CLOSED.matcher(lines.get(it - 1).strip()).matches())
                .boxed()
                .toList();
    }

    @Override
    public Plan plan(InstalledSystem system, Choice choice) {
        Remedy remedy = Remedies.chosen(this, choice);
        List<Integer> closed = closed(system);
        List<Step> steps = new ArrayList<>();
        if (!closed.isEmpty()) {
            FileText before = system.files().text(KEYS).orElseThrow();
            steps.add(new Step.ReplaceFile(KEYS, before, before.withText(opened(closed, before))));
            if (system.files().exists(CLOUD)) {
                steps.addAll(NewFile.steps(system.files(), SETTING, CONTENT, MODE));
            }
        }
        return new Plan(
                id(),
                Optional.of(remedy),
                steps,
                steps.isEmpty()
                        ? List.of()
                        : List.of("What the provider sets in its user data goes before " + SETTING
                                + " when the server becomes a new instance."),
                List.of());
    }

    private static String opened(List<Integer> closed, FileText before) {
        TextLines lines = TextLines.of(before.text());
        for (int number : closed) {
            Matcher line = CLOSED.matcher(lines.line(number).strip());
            if (line.matches()) {
                lines = lines.replace(number, line.group(1));
            }
        }
        return lines.toString();
    }
}
