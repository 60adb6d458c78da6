package io.github.rescuekit.parse;

import io.github.rescuekit.model.UnexpectedOutputException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code lsattr -d} of one file. */
public final class Lsattr {

    private static final Pattern LINE = Pattern.compile("(?<flags>[-A-Za-z]+) (?<name>.+)", Pattern.DOTALL);

    private Lsattr() {}

    /** The letters of each file by its name, as it was given; of several files, whose names hold no newline. */
    public static Map<String, String> parseEach(String text) {
        Map<String, String> flags = new LinkedHashMap<>();
        text.lines().forEach(line -> {
            Matcher fields = LINE.matcher(line);
            if (!fields.matches()) {
                throw new UnexpectedOutputException("lsattr", flags.size() + 1, line);
            }
            flags.put(fields.group("name"), letters(fields));
        });
        return flags;
    }

    /** The letters of the flags that are set, such as {@code ie}, in lsattr's order. */
    public static String parse(String text) {
        Matcher fields = LINE.matcher(text.stripTrailing());
        if (!fields.matches()) {
            throw new UnexpectedOutputException("lsattr", 1, text.stripTrailing());
        }
        return letters(fields);
    }

    private static String letters(Matcher fields) {
        return fields.group("flags").replace("-", "");
    }
}
