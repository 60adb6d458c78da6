package io.github.rescuekit.installed;

/** Edits the text of an fstab line by line. */
public record FstabLines(FileText file) {

    private static final String COMMENT = "# rescuekit: ";

    /** Turns a line into a comment that keeps its text; the number is that of the entry. */
    public FstabLines commentOut(int line) {
        TextLines lines = lines();
        return edited(lines.replace(line, COMMENT + lines.line(line)));
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
