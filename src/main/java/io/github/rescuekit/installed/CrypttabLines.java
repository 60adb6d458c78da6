package io.github.rescuekit.installed;

import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Edits the text of a crypttab line by line; columns and all else stay. */
public record CrypttabLines(FileText file) {

    private static final Pattern FIELD = Pattern.compile("[^ \t]+");
    private static final int NAME = 0;
    private static final int SOURCE = 1;
    private static final int KEY = 2;
    private static final int OPTIONS = 3;

    /** Gives what a line unlocks another name; the number is that of the entry. */
    public CrypttabLines withName(int line, String name) {
        return withField(line, NAME, old -> name);
    }

    /** Names another device in a line. */
    public CrypttabLines withSource(int line, String source) {
        return withField(line, SOURCE, old -> source);
    }

    /** Adds an option to those of a line. */
    public CrypttabLines withOption(int line, String option) {
        String text = TextLines.of(file.text()).line(line);
        int fields = (int) FIELD.matcher(text).results().limit(OPTIONS + 1L).count();
        return switch (fields) {
            case OPTIONS -> appended(line, option);
            case KEY -> appended(line, "none " + option);
            default -> withField(line, OPTIONS, old -> old + "," + option);
        };
    }

    private CrypttabLines appended(int line, String fields) {
        TextLines lines = TextLines.of(file.text());
        return edited(lines.replace(line, lines.line(line).stripTrailing() + " " + fields));
    }

    private CrypttabLines withField(int line, int number, UnaryOperator<String> change) {
        TextLines lines = TextLines.of(file.text());
        String text = lines.line(line);
        Matcher fields = FIELD.matcher(text);
        for (int i = 0; i <= number; i++) {
            if (!fields.find()) {
                throw new IllegalArgumentException("line " + line + " is no entry");
            }
        }
        String changed =
                text.substring(0, fields.start()) + change.apply(fields.group()) + text.substring(fields.end());
        return edited(lines.replace(line, changed));
    }

    private CrypttabLines edited(TextLines lines) {
        return new CrypttabLines(file.withText(lines.toString()));
    }
}
