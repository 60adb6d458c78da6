package io.github.rescuekit.parse;

import io.github.rescuekit.model.UnexpectedOutputException;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code getfattr --dump --encoding=hex} of one file. */
public final class Getfattr {

    private static final String FILE = "# file: ";
    private static final Pattern PARTS = Pattern.compile("\\n\\n");
    private static final Pattern LINE = Pattern.compile("(?<name>[^=]+)(=(?<value>0x[0-9a-f]*))?");
    // A name may hold any byte; getfattr writes "=", a backslash and control characters as \075.
    private static final Pattern OCTAL_ESCAPE = Pattern.compile("\\\\([0-3][0-7]{2})");

    private Getfattr() {}

    /** Extended attributes by name, values as {@code 0x...}. */
    public static Map<String, String> parse(String text) {
        Map<String, String> attributes = new TreeMap<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (!line.isEmpty() && !line.startsWith(FILE)) {
                add(attributes, number, line);
            }
        }
        return Map.copyOf(attributes);
    }

    /** The same of several files, by their names; those without attributes are not in it. */
    public static Map<String, Map<String, String>> parseEach(String text) {
        Map<String, Map<String, String>> each = new TreeMap<>();
        PARTS.splitAsStream(text).filter(it -> !it.isBlank()).forEach(part -> {
            String first = part.lines().findFirst().orElseThrow();
            if (!first.startsWith(FILE)) {
                throw new UnexpectedOutputException("getfattr", 1, first);
            }
            each.put(first.substring(FILE.length()), parse(part));
        });
        return each;
    }

    private static void add(Map<String, String> attributes, int number, String line) {
        Matcher fields = LINE.matcher(line);
        if (!fields.matches()) {
            throw new UnexpectedOutputException("getfattr", number, line);
        }
        String value = fields.group("value");
        attributes.put(unescape(fields.group("name")), value == null ? "0x" : value);
    }

    private static String unescape(String name) {
        return OCTAL_ESCAPE
                .matcher(name)
                .replaceAll(match -> Matcher.quoteReplacement(Character.toString(Integer.parseInt(match.group(1), 8))));
    }
}
