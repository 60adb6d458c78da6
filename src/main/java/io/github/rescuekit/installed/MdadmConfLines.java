package io.github.rescuekit.installed;

import io.github.rescuekit.model.ArrayLine;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Edits words of one array in the text of an mdadm.conf; all else stays. */
public record MdadmConfLines(FileText file, ArrayLine array) {

    // A word ends at a blank; what follows a hash behind a blank is a comment.
    private static final String BEFORE = "(?<![^ \t=\"])";
    private static final String BEHIND = "(?![^ \t\"])";

    /** Gives the array another node. */
    public FileText withDevice(String device) {
        return replaced(array.device(), device);
    }

    /** Gives the line another UUID. */
    public FileText withUuid(String uuid) {
        return replaced(array.uuid(), uuid);
    }

    /** Has another name looked for in the superblock, where the line has one. */
    public FileText withName(String name) {
        return array.name().map(it -> replaced(it, name)).orElse(file);
    }

    private FileText replaced(String word, String right) {
        Pattern wanted = Pattern.compile(BEFORE + Pattern.quote(word) + BEHIND);
        TextLines lines = TextLines.of(file.text());
        for (int number = array.first(); number <= array.last(); number++) {
            Matcher found = wanted.matcher(lines.line(number));
            if (found.find()) {
                String changed = found.replaceFirst(Matcher.quoteReplacement(right));
                return file.withText(lines.replace(number, changed).toString());
            }
        }
        throw new IllegalArgumentException(word + " does not stand in line " + array.first());
    }
}
