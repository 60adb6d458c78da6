package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.installed.GrubEnvironment;
import io.github.rescuekit.installed.KeyValueLines;
import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.installed.TextLines;
import io.github.rescuekit.model.BootEntry;
import io.github.rescuekit.parse.GrubConfig;
import io.github.rescuekit.repair.Step;
import io.github.rescuekit.repair.boot.BootChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What GRUB starts by itself, and the steps that make it start another entry. */
final class DefaultEntry {

    private static final String DEFAULTS = "/etc/default/grub";
    private static final String SAVED = "${saved_entry}";
    private static final String NEXT = "${next_entry}";
    private static final Pattern SET_DEFAULT = Pattern.compile("^(\\s*set default=)(.*)$");
    private static final Pattern LEGACY_DEFAULT = Pattern.compile("^(\\s*default[ \t=]+)(\\S+)(.*)$");

    private final SystemFiles files;
    private final BootChoice choice;
    private final String text;
    private final Optional<String> last;

    DefaultEntry(SystemFiles files, BootChoice choice) {
        this.files = files;
        this.choice = choice;
        this.text = files.text(choice.file()).map(FileText::text).orElse("");
        this.last =
                choice.menu().defaults().stream().filter(it -> !it.equals(NEXT)).reduce((first, second) -> second);
    }

    /** False where what decides cannot be changed: a configuration that sets no default, or a loader that is not GRUB. */
    boolean canBeSet() {
        return isLegacy() ? last.filter(it -> !it.equals("saved")).isPresent() : isGrub() && last.isPresent();
    }

    /** False where the configuration does not look for an entry to be started once. */
    boolean canBeOnce() {
        return isGrub() && choice.menu().defaults().contains(NEXT);
    }

    private boolean isGrub() {
        return choice.file().endsWith("/grub.cfg");
    }

    private boolean isLegacy() {
        return choice.file().endsWith("/menu.lst") || choice.file().endsWith("/grub.conf");
    }

    /** The steps after which the entry is started at every boot. */
    List<Step> set(BootEntry entry) {
        if (isLegacy()) {
            return List.of(edited(LEGACY_DEFAULT, "$1" + entry.place().get(0) + "$3", last.orElseThrow()));
        }
        List<Step> steps = new ArrayList<>();
        boolean isSaved = last.filter(SAVED::equals).isPresent();
        environment(it -> withoutNext(isSaved ? it.with("saved_entry", word(entry)) : it))
                .ifPresent(steps::add);
        if (!isSaved) {
            steps.add(edited(SET_DEFAULT, "$1\"" + word(entry) + "\"", last.orElseThrow()));
            sourceOfConfiguration(entry).ifPresent(steps::add);
        }
        return steps;
    }

    /** The step after which the entry is started at the next boot alone. */
    List<Step> setOnce(BootEntry entry) {
        return environment(it -> it.with("next_entry", word(entry))).stream().toList();
    }

    // What is to be started once goes before what is always started.
    private static GrubEnvironment withoutNext(GrubEnvironment environment) {
        return environment.value("next_entry").isPresent() ? environment.with("next_entry", "") : environment;
    }

    private Optional<Step> environment(UnaryOperator<GrubEnvironment> change) {
        return GrubEnvironmentFile.beside(choice.file(), files).changed(change);
    }

    private Step edited(Pattern pattern, String replacement, String value) {
        FileText before = files.text(choice.file()).orElseThrow();
        return new Step.ReplaceFile(
                choice.file(),
                before,
                before.withText(TextLines.of(text)
                        .each(line -> setsTo(pattern, line, value)
                                ? pattern.matcher(line).replaceFirst(replacement)
                                : line)
                        .toString()));
    }

    private static boolean setsTo(Pattern pattern, String line, String value) {
        Matcher assignment = pattern.matcher(line);
        return assignment.matches()
                && assignment
                        .group(2)
                        .strip()
                        .replace("\"", "")
                        .replace("'", "")
                        .equals(value);
    }

    // grub-mkconfig writes the value as it is, so that the next grub.cfg starts the same entry.
    private Optional<Step> sourceOfConfiguration(BootEntry entry) {
        return Step.ReplaceFile.of(
                files,
                DEFAULTS,
                before -> new KeyValueLines(before)
                        .with("GRUB_DEFAULT", word(entry))
                        .file());
    }

    /** How GRUB finds the entry: the submenus on the way, then its id, or its title where it has none. */
    String word(BootEntry entry) {
        String own = entry.id().orElse(entry.title());
        if (choice.menu().readsEntryFiles()) {
            return own;
        }
        Map<List<Integer>, String> submenus = GrubConfig.submenus(text);
        StringBuilder word = new StringBuilder();
        for (int depth = 1; depth < entry.place().size(); depth++) {
            word.append(submenus.getOrDefault(entry.place().subList(0, depth), ""))
                    .append('>');
        }
        return word.append(own).toString();
    }
}
