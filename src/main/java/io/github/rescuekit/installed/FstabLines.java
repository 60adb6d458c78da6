package io.github.rescuekit.installed;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Edits the text of an fstab line by line. */
public record FstabLines(FileText file) {

    private static final String COMMENT = "# rescuekit: ";
    private static final Pattern FIELD = Pattern.compile("[^ \t]+");
    private static final String NOFAIL = "nofail";
    private static final int SOURCE = 0;
    private static final int OPTIONS = 3;

    /** Turns a line into a comment that keeps its text; the number is that of the entry. */
    public FstabLines commentOut(int line) {
        TextLines lines = lines();
        return edited(lines.replace(line, COMMENT + lines.line(line)));
    }

    /** Names another device in a line; its columns and all else stay. */
    public FstabLines withSource(int line, String source) {
        return withField(line, SOURCE, old -> source);
    }

    /** Adds an option to those of a line. */
    public FstabLines withOption(int line, String option) {
        return withField(line, OPTIONS, old -> joined(old, option));
    }

    private static String joined(String options, String option) {
        return options.isEmpty() ? option : options + "," + option;
    }

    /** Lets the boot go on without a line. */
    public FstabLines withNofail(int line) {
        return withField(
                line, OPTIONS, old -> List.of(old.split(",", -1)).contains(NOFAIL) ? old : joined(old, NOFAIL));
    }

    /** Changes the options of a line. */
    public FstabLines withOptions(int line, UnaryOperator<String> change) {
        return withField(line, OPTIONS, change);
    }

    private FstabLines withField(int line, int number, UnaryOperator<String> change) {
        String text = lines().line(line);
        Matcher fields = FIELD.matcher(text);
        for (int i = 0; i <= number; i++) {
            if (!fields.find()) {
                return edited(lines().replace(line, text.stripTrailing() + " " + change.apply("")));
            }
        }
        String changed =
                text.substring(0, fields.start()) + change.apply(fields.group()) + text.substring(fields.end());
        return edited(lines().replace(line, changed));
    }

    public FstabLines append(String entry) {
        return edited(lines().append(entry));
    }

    private TextLines lines() {
        return TextLines.of(file.text());
    }

    private FstabLines edited(TextLines lines) {
        return new FstabLines(file.withText(lines.toString()));
    }
}
