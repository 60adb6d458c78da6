package io.github.rescuekit.parse;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code os-release(5)} says.
 *
 * @param assignments the variables in the order of the file
 */
public record OsRelease(Map<String, String> assignments) {

    private static final Pattern ASSIGNMENT = Pattern.compile("([A-Za-z_][A-Za-z0-9_]{0,99})=(.*)", Pattern.DOTALL);
    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final int LONGEST_LINE = 4096;
    private static final int MOST_LINES = 1000;

    public OsRelease {
        assignments = Collections.unmodifiableMap(new LinkedHashMap<>(assignments));
    }

    /** Reads the text. Lines that are no assignment are passed over, as every reader of this file does. */
    public static OsRelease parse(String text) {
        Map<String, String> assignments = new LinkedHashMap<>();
        Lines lines = new Lines(text);
        while (lines.next() && lines.number() <= MOST_LINES) {
            String line = lines.line().strip();
            Matcher assignment = ASSIGNMENT.matcher(line);
            if (line.length() <= LONGEST_LINE && assignment.matches()) {
                assignments.put(assignment.group(1), unquoted(assignment.group(2)));
            }
        }
        return new OsRelease(assignments);
    }

    /** The variable's value when it is set to something. */
    public Optional<String> get(String variable) {
        return Optional.ofNullable(assignments.get(variable)).filter(value -> !value.isEmpty());
    }

    /** The word for programs, such as {@code debian}; os-release(5) says {@code linux} when nothing is set. */
    public String id() {
        return get("ID").orElse("linux");
    }

    /** The words of the distributions it descends from, the closest first. */
    public List<String> idLike() {
        return get("ID_LIKE").map(it -> List.of(BLANKS.split(it.strip()))).orElse(List.of());
    }

    public Optional<String> versionId() {
        return get("VERSION_ID");
    }

    /** A name for people. */
    public String prettyName() {
        return get("PRETTY_NAME").or(() -> get("NAME")).orElse("Linux");
    }

    // The quoting of a shell without its expansions.
    private static String unquoted(String value) {
        StringBuilder plain = new StringBuilder();
        char quote = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == quote) {
                quote = 0;
            } else if (quote == 0 && (c == '"' || c == '\'')) {
                quote = c;
            } else if (c == '\\' && quote != '\'' && i + 1 < value.length()) {
                i++;
                plain.append(value.charAt(i));
            } else {
                plain.append(c);
            }
        }
        return plain.toString();
    }
}
