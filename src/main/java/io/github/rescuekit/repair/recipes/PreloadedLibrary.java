package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.installed.Architectures;
import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.installed.TextLines;
import io.github.rescuekit.model.Finding;
import io.github.rescuekit.model.Severity;
import io.github.rescuekit.repair.Choice;
import io.github.rescuekit.repair.Plan;
import io.github.rescuekit.repair.Recipe;
import io.github.rescuekit.repair.Remedy;
import io.github.rescuekit.repair.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Every program complains about a library that ld.so.preload names and that is not there; scp and rsync then fail. */
public final class PreloadedLibrary implements Recipe {

    private static final Remedy COMMENT = new Remedy(
            "comment",
            "Take the library out of /etc/ld.so.preload; the old line stays as a comment.",
            "Nothing: a library that is not there is not loaded now either.");

    private static final String FILE = "/etc/ld.so.preload";
    private static final String MARK = "# rescuekit: ";
    private static final Pattern BREAK = Pattern.compile("[\\s:]+");
    private static final int HEAD = 4096;

    @Override
    public String id() {
        return "preloaded-library";
    }

    @Override
    public String cures() {
        return "/etc/ld.so.preload names a library that is missing or broken.";
    }

    @Override
    public List<String> touches() {
        return List.of("/etc/ld.so.preload");
    }

    @Override
    public List<Remedy> remedies() {
        return List.of(COMMENT);
    }

    @Override
    public List<Finding> diagnose(InstalledSystem system) {
        return broken(system).stream()
                .map(it -> new Finding(
                        id(),
                        Severity.WARNING,
                        "Every program complains about " + it + ", which " + FILE + " names",
                        List.of(FILE + " names " + it, why(system.files(), it).orElseThrow()),
                        Optional.of(id())))
                .toList();
    }

    private static List<String> broken(InstalledSystem system) {
        return named(system.files())
                .distinct()
                .filter(it -> system.whyHidden(it).isEmpty())
                .filter(it -> why(system.files(), it).isPresent())
                .toList();
    }

    private static Stream<String> named(SystemFiles files) {
        return files.text(FILE).stream().flatMap(it -> it.text().lines()).flatMap(it -> words(it).stream());
    }

    private static List<String> words(String line) {
        String text = line.contains("#") ? line.substring(0, line.indexOf('#')) : line;
        return BREAK.splitAsStream(text).filter(it -> !it.isEmpty()).toList();
    }

    // A name without a slash is looked for in many places, and $LIB is another directory for each architecture.
    private static Optional<String> why(SystemFiles files, String library) {
        if (!library.startsWith("/") || library.contains("$")) {
            return Optional.empty();
        }
        Optional<byte[]> head = files.head(library, HEAD);
        if (head.isEmpty()) {
            return Optional.of(files.linkTarget(library)
                    .map(it -> library + " is a link to " + it + ", which is not there")
                    .orElse("there is no file " + library));
        }
        return Architectures.of(head.get()).isPresent()
                ? Optional.empty()
                : Optional.of(library + " does not begin like a library");
    }

    @Override
    public List<String> unknowns(InstalledSystem system) {
        return named(system.files())
                .flatMap(it -> system.whyHidden(it).map(why -> it + " may not be seen: " + why).stream())
                .distinct()
                .toList();
    }

    @Override
    public Plan plan(InstalledSystem system, Choice choice) {
        Remedy remedy = Remedies.chosen(this, choice);
        List<String> broken = broken(system);
        List<Step> steps = broken.isEmpty()
                ? List.of()
                : system.files().text(FILE).stream()
                        .<Step>map(before -> new Step.ReplaceFile(FILE, before, without(broken, before)))
                        .toList();
        return new Plan(
                id(),
                Optional.of(remedy),
                steps,
                steps.isEmpty()
                        ? List.of()
                        : List.of("Few packages use " + FILE + ", and intruders do: find out what named the library."),
                List.of());
    }

    private static FileText without(List<String> broken, FileText file) {
        TextLines lines = TextLines.of(file.text());
        for (int number = lines.count(); number > 0; number--) {
            String line = lines.line(number);
            List<String> kept = new ArrayList<>(words(line));
            if (kept.removeAll(broken)) {
                lines = lines.replace(number, MARK + line);
                lines = kept.isEmpty() ? lines : lines.insertAfter(number, String.join(" ", kept));
            }
        }
        return file.withText(lines.toString());
    }
}
