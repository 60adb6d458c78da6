package io.github.rescuekit.installed;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Reads and edits a key file as GLib understands it: groups in brackets, {@code key=value}, comments with {@code #} only. Of
 * two lines for one key the later counts. Blanks before a value are dropped; blanks and quotes in it belong to it.
 */
public record IniLines(FileText file) {

    public static final IniLines EMPTY = new IniLines(FileText.of(""));

    private record Entry(int line, String group, String key, String value) {}

    /** What the agent would read; empty when the key is not set in the group. */
    public Optional<String> value(String group, String key) {
        return entry(group, key).map(Entry::value);
    }

    /** Sets a key: in its place, at the end of its group, or in a new group. */
    public IniLines with(String group, String key, String value) {
        return entry(group, key).map(entry -> changed(entry, value)).orElseGet(() -> added(group, key + "=" + value));
    }

    /** Gives the line of a key another key and value. */
    public IniLines replace(String group, String key, String newKey, String value) {
        Entry entry = entry(group, key).orElseThrow();
        return edited(lines().replace(entry.line(), newKey + "=" + value));
    }

    /** The first line that makes GLib refuse the whole file: no group, entry or comment, or an entry before any group. */
    public OptionalInt firstRefusedLine() {
        boolean inGroup = false;
        int number = 0;
        for (String line : lines().lines()) {
            number++;
            String text = line.strip();
            inGroup |= isGroup(text);
            if (!isGroup(text) && !isComment(text) && !(inGroup && text.indexOf('=') > 0)) {
                return OptionalInt.of(number);
            }
        }
        return OptionalInt.empty();
    }

    private IniLines changed(Entry entry, String value) {
        String line = lines().line(entry.line());
        String kept = line.substring(0, line.length() - entry.value().length());
        return edited(lines().replace(entry.line(), kept + value));
    }

    private IniLines added(String group, String entry) {
        int end = endOf(group);
        return edited(
                end > 0
                        ? lines().insertAfter(end, entry)
                        : lines().append("[" + group + "]").append(entry));
    }

    private Optional<Entry> entry(String group, String key) {
        return entries().stream()
                .filter(it -> it.group().equals(group) && it.key().equals(key))
                .reduce((first, second) -> second);
    }

    private List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        String group = "";
        int number = 0;
        for (String line : lines().lines()) {
            number++;
            String text = line.strip();
            int equals = line.indexOf('=');
            if (isGroup(text)) {
                group = groupName(text);
            } else if (!isComment(text) && equals > 0) {
                String key = line.substring(0, equals).strip();
                entries.add(
                        new Entry(number, group, key, line.substring(equals + 1).stripLeading()));
            }
        }
        return entries;
    }

    // The last line of the group that is not blank; 0 when there is no such group.
    private int endOf(String group) {
        int end = 0;
        boolean inside = false;
        int number = 0;
        for (String line : lines().lines()) {
            number++;
            String text = line.strip();
            inside = isGroup(text) ? groupName(text).equals(group) : inside;
            end = inside && !text.isEmpty() ? number : end;
        }
        return end;
    }

    private static boolean isGroup(String text) {
        return text.length() > 2 && text.startsWith("[") && text.endsWith("]");
    }

    private static String groupName(String text) {
        return text.substring(1, text.length() - 1);
    }

    private static boolean isComment(String text) {
        return text.isEmpty() || text.startsWith("#");
    }

    private TextLines lines() {
        return TextLines.of(file.text());
    }

    private IniLines edited(TextLines lines) {
        return new IniLines(file.withText(lines.toString()));
    }
}
