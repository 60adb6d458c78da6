package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.installed.GrubEnvironment;
import io.github.rescuekit.installed.SystemFile;
import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.installed.TextLines;
import io.github.rescuekit.repair.Step;
import io.github.rescuekit.repair.boot.BootMenus;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The files in which a kernel's arguments stand: those that boot loaders read, and those that they are made from. */
final class BootArgumentFiles {

    private static final List<String> SOURCES = List.of(
            BootMenus.ENTRY_DIRECTORY + "*.conf",
            "/etc/default/grub",
            "/etc/default/grub.d/*.cfg",
            // kernel-install(8) makes the entry of the next kernel from it.
            "/etc/kernel/cmdline",
            "/etc/update-extlinux.conf");

    /** Patterns of all of them. */
    static final List<String> TOUCHED =
            List.of("/boot/*", "/etc/default/grub*", "/etc/kernel/cmdline", "/etc/update-extlinux.conf");

    private static final String UUID = "root=UUID=";

    private final SystemFiles files;
    private final List<String> words;
    private final String right;
    private final Pattern wrong;

    /**
     * The files with arguments that are wrong.
     *
     * @param words the arguments, such as {@code root=/dev/loop0p3}
     * @param right what is to stand in the place of each
     */
    BootArgumentFiles(SystemFiles files, List<String> words, String right) {
        this.files = files;
        this.words = List.copyOf(words);
        this.right = right;
        String any = words.stream().map(Pattern::quote).collect(Collectors.joining("|"));
        // Not behind a letter or a dot: rd.root= is another argument.
        this.wrong = Pattern.compile("(?<![^\\s\"'=])(?:" + any + ")(?![^\\s\"'])");
    }

    /** The steps that correct it wherever it stands. */
    List<Step> corrected() {
        Stream<Step> texts = Stream.concat(
                        new BootMenus(files).configurations().stream(),
                        SOURCES.stream().flatMap(it -> files.glob(it).stream().map(SystemFile::path)))
                .flatMap(path -> files.find(path).stream().map(SystemFile::path))
                .distinct()
                .flatMap(path -> Step.ReplaceFile.of(files, path, this::corrected).stream());
        return Stream.concat(texts, environment().stream()).toList();
    }

    private FileText corrected(FileText file) {
        return file.withText(TextLines.of(file.text()).each(this::correctedLine).toString());
    }

    private String correctedLine(String line) {
        String command = line.stripLeading();
        if (command.startsWith("#")) {
            return line;
        }
        // GRUB looks for its own files on the same filesystem: search --fs-uuid --set=root 5e77e700-...
        return command.startsWith("search ") && right.startsWith(UUID) ? correctedSearch(line) : corrected(line);
    }

    private String correctedSearch(String line) {
        return words.stream()
                .filter(it -> it.startsWith(UUID))
                .reduce(
                        line,
                        (text, word) -> text.replace(word.substring(UUID.length()), right.substring(UUID.length())));
    }

    private String corrected(String text) {
        return wrong.matcher(text).replaceAll(Matcher.quoteReplacement(right));
    }

    // EL 8 keeps the arguments of all kernels there, under the name kernelopts.
    private Optional<Step> environment() {
        return GrubEnvironmentFile.of(files)
                .flatMap(file -> file.changed(before -> {
                    GrubEnvironment after = before;
                    for (var variable : before.variables().entrySet()) {
                        String value = corrected(variable.getValue());
                        after = value.equals(variable.getValue()) ? after : after.with(variable.getKey(), value);
                    }
                    return after;
                }));
    }
}
