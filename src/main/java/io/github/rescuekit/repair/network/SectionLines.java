package io.github.rescuekit.repair.network;

import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.installed.SystemFiles;
import java.util.ArrayList;
import java.util.List;

/** The assignments of a file, with their sections where it has some, and their lines. */
record SectionLines(String file, List<Line> lines) {

    /** One assignment; quotes around its value are taken away. */
    record Line(String section, String key, String value, int number) {}

    SectionLines {
        lines = List.copyOf(lines);
    }

    static SectionLines of(SystemFiles files, String file) {
        List<Line> lines = new ArrayList<>();
        String section = "";
        int number = 0;
        for (String line : files.text(file).map(FileText::text).orElse("").split("\n", -1)) {
            number++;
            String text = line.strip();
            int equals = text.indexOf('=');
            if (text.startsWith("[") && text.endsWith("]")) {
                section = text.substring(1, text.length() - 1);
            } else if (equals > 0 && !text.startsWith("#") && !text.startsWith(";")) {
                String value = text.substring(equals + 1).strip();
                lines.add(new Line(section, text.substring(0, equals).strip(), unquoted(value), number));
            }
        }
        return new SectionLines(file, lines);
    }

    private static String unquoted(String value) {
        boolean isQuoted = value.length() > 1
                && (value.startsWith("\"") || value.startsWith("'"))
                && value.endsWith(value.substring(0, 1));
        return isQuoted ? value.substring(1, value.length() - 1) : value;
    }

    /** The value as the file states it. */
    Stated stated(Line line) {
        return new Stated(file, line.number(), line.value());
    }

    boolean has(String key, String... values) {
        return lines.stream()
                .anyMatch(it -> it.key().equals(key) && List.of(values).contains(it.value()));
    }
}
