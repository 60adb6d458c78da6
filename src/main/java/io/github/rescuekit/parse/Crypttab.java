package io.github.rescuekit.parse;

import io.github.rescuekit.model.CrypttabEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code crypttab(5)}. A line with fewer than two fields is passed over, as systemd passes it over. */
public final class Crypttab {

    private static final Pattern BLANKS = Pattern.compile("[ \t]+");
    private static final int NAME = 0;
    private static final int SOURCE = 1;
    private static final int KEY = 2;
    private static final int OPTIONS = 3;

    private Crypttab() {}

    /** Reads the text; never refuses it. */
    public static List<CrypttabEntry> parse(String text) {
        List<CrypttabEntry> entries = new ArrayList<>();
        Lines lines = new Lines(text);
        while (lines.next()) {
            String line = lines.line().strip();
            List<String> fields = List.of(BLANKS.split(line));
            if (!line.startsWith("#") && fields.size() > SOURCE) {
                entries.add(new CrypttabEntry(
                        lines.number(),
                        fields.get(NAME),
                        fields.get(SOURCE),
                        key(fields),
                        fields.size() > OPTIONS ? MountOptions.split(fields.get(OPTIONS)) : List.of()));
            }
        }
        return List.copyOf(entries);
    }

    private static Optional<String> key(List<String> fields) {
        return fields.size() > KEY
                ? Optional.of(fields.get(KEY)).filter(it -> !it.equals("none") && !it.equals("-"))
                : Optional.empty();
    }
}
