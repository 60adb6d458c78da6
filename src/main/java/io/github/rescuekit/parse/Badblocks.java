package io.github.rescuekit.parse;

import io.github.rescuekit.model.UnexpectedOutputException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads the list that {@code badblocks} prints: the number of a block on each line. */
public final class Badblocks {

    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

    private Badblocks() {}

    public static List<Long> parse(String text) {
        List<Long> blocks = new ArrayList<>();
        Lines lines = new Lines(text);
        while (lines.next()) {
            if (!NUMBER.matcher(lines.line()).matches()) {
                throw new UnexpectedOutputException("badblocks", lines.number(), lines.line());
            }
            blocks.add(Long.valueOf(lines.line()));
        }
        return blocks;
    }
}
