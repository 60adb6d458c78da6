package io.github.rescuekit.parse;

import io.github.rescuekit.model.Fstab.Malformed;
import io.github.rescuekit.model.FstabEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads {@code fstab(5)}. A line that is not understood is kept as it is and never stops the others. */
public final class Fstab {

    private static final Pattern BLANKS = Pattern.compile("[ \t]+");
    private static final Pattern SMALL_NUMBER = Pattern.compile("[0-9]{1,4}");
    private static final int LONGEST_LINE = 16 << 10;
    private static final int SHOWN = 200;
    // Far more than any system mounts; a file of many megabytes is not a list of filesystems any more.
    private static final int MOST_LINES = 4096;

    private static final int SOURCE = 0;
    private static final int MOUNT_POINT = 1;
    private static final int TYPE = 2;
    private static final int OPTIONS = 3;
    private static final int DUMP = 4;
    private static final int PASS = 5;

    private Fstab() {}

    /** Reads the text; never refuses it. */
    public static io.github.rescuekit.model.Fstab parse(String text) {
        List<FstabEntry> entries = new ArrayList<>();
        List<Malformed> malformed = new ArrayList<>();
        Lines lines = new Lines(text);
        while (lines.next()) {
            String line = lines.line().strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            if (entries.size() + malformed.size() == MOST_LINES) {
                malformed.add(
                        new Malformed(lines.number(), "more than " + MOST_LINES + " lines; the rest is not read"));
                break;
            }
            List<String> fields = fields(line);
            if (line.length() > LONGEST_LINE || fields.size() <= TYPE) {
                malformed.add(new Malformed(lines.number(), shortened(line)));
            } else {
                entries.add(entry(lines.number(), fields));
            }
        }
        return new io.github.rescuekit.model.Fstab(entries, malformed);
    }

    private static List<String> fields(String line) {
        return line.length() > LONGEST_LINE ? List.of() : List.of(BLANKS.split(line));
    }

    // mount(8) accepts a line that ends after the type; the options are then "defaults".
    private static FstabEntry entry(int number, List<String> fields) {
        return new FstabEntry(
                number,
                Escapes.octal(unquoted(fields.get(SOURCE))),
                Escapes.octal(fields.get(MOUNT_POINT)),
                Escapes.octal(fields.get(TYPE)),
                fields.size() > OPTIONS ? MountOptions.split(fields.get(OPTIONS)) : List.of("defaults"),
                number(fields, DUMP),
                number(fields, PASS));
    }

    // UUID="..." is understood by libmount, and some installers wrote it.
    private static String unquoted(String source) {
        int equals = source.indexOf("=\"");
        return equals > 0 && source.endsWith("\"") && source.length() > equals + 2
                ? source.substring(0, equals + 1) + source.substring(equals + 2, source.length() - 1)
                : source;
    }

    // systemd reads fstab with getmntent(3), which takes 0 for anything that is no number.
    private static int number(List<String> fields, int position) {
        return fields.size() > position
                        && SMALL_NUMBER.matcher(fields.get(position)).matches()
                ? Integer.parseInt(fields.get(position))
                : 0;
    }

    private static String shortened(String line) {
        return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "...";
    }
}
