package io.github.rescuekit.installed;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Edits the text of a crypttab line by line; columns and all else stay. */
public record CrypttabLines(FileText file) {

    private static final Pattern FIELD = Pattern.compile("[^ \t]+");
    private static final int NAME = 0;
    private static final int SOURCE = 1;

    /** Gives what a line unlocks another name; the number is that of the entry. */
    public CrypttabLines withName(int line, String name) {
        return withField(line, NAME, name);
    }

    /** Names another device in a line. */
    public CrypttabLines withSource(int line, String source) {
        return withField(line, SOURCE, source);
    }

    private CrypttabLines withField(int line, int number, String word) {
        TextLines lines = TextLines.of(file.text());
        String text = lines.line(line);
        Matcher fields = FIELD.matcher(text);
        for (int i = 0; i <= number; i++) {
            if (!fields.find()) {
                throw new IllegalArgumentException("line " + line + " is no entry");
            }
        }
        String changed = text.substring(0, fields.start()) + word + text.substring(fields.end());
        return new CrypttabLines(file.withText(lines.replace(line, changed).toString()));
    }
}
