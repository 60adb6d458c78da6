package io.github.rescuekit.parse;

import io.github.rescuekit.model.PartitionScript;
import io.github.rescuekit.model.UnexpectedOutputException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code sfdisk --dump DISK}. */
public final class SfdiskDump {

    private static final String SOURCE = "sfdisk --dump";
    private static final Pattern HEADER = Pattern.compile("(?!sector-size)[a-z-]{1,30}: .*|sector-size: \\d{3,5}");
    // /dev/sda1 : start=        2048, size=      204800, type=83, bootable
    private static final Pattern ROW = Pattern.compile("/\\S{0,200}?(?<number>\\d{1,3}) +: (?<fields>.*)");
    private static final Pattern FIELD =
            Pattern.compile("\\s*(?<name>[a-z]{1,30})(?:= *(?<value>\"[^\"]*\"|[^\", ]+))?(?:, |$)");
    private static final Pattern COUNT = Pattern.compile("\\d{1,14}");

    private SfdiskDump() {}

    /**
     * Reads the table of one disk.
     *
     * @throws UnexpectedOutputException for a line that sfdisk does not write
     */
    public static PartitionScript parse(String text) {
        List<String> header = new ArrayList<>();
        List<PartitionScript.Row> rows = new ArrayList<>();
        Lines lines = new Lines(text);
        while (lines.next()) {
            Matcher row = ROW.matcher(lines.line());
            if (row.matches()) {
                rows.add(row(lines, row));
            } else if (HEADER.matcher(lines.line()).matches()) {
                header.add(lines.line());
            } else if (!lines.line().isBlank()) {
                throw refused(lines);
            }
        }
        return new PartitionScript(header, rows);
    }

    private static PartitionScript.Row row(Lines lines, Matcher row) {
        PartitionScript.Row parsed =
                new PartitionScript.Row(Integer.parseInt(row.group("number")), fields(lines, row.group("fields")));
        for (String name : List.of("start=", "size=")) {
            if (parsed.fields().stream()
                    .noneMatch(it -> it.startsWith(name)
                            && COUNT.matcher(it.substring(name.length())).matches())) {
                throw refused(lines);
            }
        }
        return parsed;
    }

    private static List<String> fields(Lines lines, String text) {
        List<String> fields = new ArrayList<>();
        Matcher field = FIELD.matcher(text);
        int at = 0;
        while (at < text.length()) {
            if (!field.region(at, text.length()).lookingAt()) {
                throw refused(lines);
            }
            String value = field.group("value");
            fields.add(field.group("name") + (value == null ? "" : "=" + value));
            at = field.end();
        }
        return fields;
    }

    private static UnexpectedOutputException refused(Lines lines) {
        return new UnexpectedOutputException(SOURCE, lines.number(), lines.line());
    }
}
