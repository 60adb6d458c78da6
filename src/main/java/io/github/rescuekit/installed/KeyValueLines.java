package io.github.rescuekit.installed;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads and edits a file of {@code KEY=value} lines: a systemd environment file, a sysconfig file that a shell reads, a
 * {@code cpanel.config}. Of two lines for one key the later counts; a backslash at the end of a line goes on in the next.
 */
public record KeyValueLines(FileText file) {

    public static final KeyValueLines EMPTY = new KeyValueLines(FileText.of(""));

    private static final String NEED_NO_QUOTES = "_./,:=@%+-";

    private record Assignment(int firstLine, int lastLine, String key, String raw) {

        Optional<Character> quote() {
            String text = raw.strip();
            char first = text.isEmpty() ? ' ' : text.charAt(0);
            boolean quoted = (first == '"' || first == '\'') && text.length() > 1 && text.endsWith("" + first);
            return quoted ? Optional.of(first) : Optional.empty();
        }

        String value() {
            String text = raw.replace("\\\n", "").strip();
            return quote().isPresent() ? text.substring(1, text.length() - 1) : text;
        }
    }

    /** The value without its quotes. */
    public Optional<String> value(String key) {
        return assignment(key).map(Assignment::value);
    }

    /** Sets a key: in the place of its last line and with the quotes that stood there, or in a new last line. */
    public KeyValueLines with(String key, String value) {
        return assignment(key)
                .map(it -> changed(it, value))
                .orElseGet(() -> edited(lines().append(key + "=" + quotedIfNeeded(value))));
    }

    private KeyValueLines changed(Assignment old, String value) {
        String raw = old.quote().map(quote -> quote + value + quote).orElseGet(() -> quotedIfNeeded(value));
        String line = lines().line(old.firstLine());
        TextLines lines =
                old.firstLine() == old.lastLine() ? lines() : lines().remove(old.firstLine() + 1, old.lastLine());
        return edited(lines.replace(old.firstLine(), line.substring(0, line.indexOf('=') + 1) + raw));
    }

    private Optional<Assignment> assignment(String key) {
        return assignments().stream().filter(it -> it.key().equals(key)).reduce((first, second) -> second);
    }

    private List<Assignment> assignments() {
        List<Assignment> assignments = new ArrayList<>();
        List<String> lines = lines().lines();
        int first = 1;
        while (first <= lines.size()) {
            int last = lastLineFrom(first, lines);
            String text = String.join("\n", lines.subList(first - 1, last));
            int equals = text.indexOf('=');
            if (equals > 0 && !isComment(text)) {
                assignments.add(
                        new Assignment(first, last, text.substring(0, equals).strip(), text.substring(equals + 1)));
            }
            first = last + 1;
        }
        return assignments;
    }

    // A comment does not go on in the next line.
    private static int lastLineFrom(int first, List<String> lines) {
        int last = first;
        while (!isComment(lines.get(first - 1))
                && last < lines.size()
                && lines.get(last - 1).endsWith("\\")) {
            last++;
        }
        return last;
    }

    private static boolean isComment(String line) {
        String text = line.stripLeading();
        return text.startsWith("#") || text.startsWith(";");
    }

    private static String quotedIfNeeded(String value) {
        boolean plain = value.chars().allMatch(c -> Character.isLetterOrDigit(c) || NEED_NO_QUOTES.indexOf(c) >= 0);
        return plain ? value : "\"" + value + "\"";
    }

    private TextLines lines() {
        return TextLines.of(file.text());
    }

    private KeyValueLines edited(TextLines lines) {
        return new KeyValueLines(file.withText(lines.toString()));
    }
}
