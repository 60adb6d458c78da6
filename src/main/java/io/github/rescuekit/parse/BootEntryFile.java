package io.github.rescuekit.parse;

import io.github.rescuekit.model.BootEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Reads an entry of the boot loader specification, as below {@code /boot/loader/entries}. */
public final class BootEntryFile {

    private BootEntryFile() {}

    /** Reads the text; what it does not know it passes over. */
    public static BootEntry parse(String text) {
        Map<String, List<String>> values = new TreeMap<>();
        Lines lines = new Lines(text);
        while (lines.next()) {
            String line = lines.line().strip();
            int blank = blank(line);
            if (blank > 0 && !line.startsWith("#")) {
                values.computeIfAbsent(line.substring(0, blank), key -> new ArrayList<>())
                        .add(line.substring(blank).strip());
            }
        }
        return new BootEntry(
                List.of(),
                first(values, "title").orElse(""),
                Optional.empty(),
                first(values, "version"),
                1,
                Optional.empty(),
                first(values, "linux"),
                words(values, "initrd").toList(),
                words(values, "options").toList());
    }

    private static int blank(String line) {
        int space = line.indexOf(' ');
        int tab = line.indexOf('\t');
        return space < 0 || (tab >= 0 && tab < space) ? tab : space;
    }

    private static Optional<String> first(Map<String, List<String>> values, String key) {
        return values.getOrDefault(key, List.of()).stream().findFirst();
    }

    // Both may stand on several lines, and hold several words.
    private static Stream<String> words(Map<String, List<String>> values, String key) {
        return values.getOrDefault(key, List.of()).stream()
                .flatMap(value -> Stream.of(value.split("[ \t]+")))
                .filter(word -> !word.isEmpty());
    }
}
