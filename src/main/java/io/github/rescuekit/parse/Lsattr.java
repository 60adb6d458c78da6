package io.github.rescuekit.parse;

import io.github.rescuekit.model.UnexpectedOutputException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code lsattr -d} of one file. */
public final class Lsattr {

    private static final Pattern LINE = Pattern.compile("(?<flags>[-A-Za-z]+) .+", Pattern.DOTALL);

    private Lsattr() {}

    /** The letters of the flags that are set, such as {@code ie}, in lsattr's order. */
    public static String parse(String text) {
        Matcher fields = LINE.matcher(text.stripTrailing());
        if (!fields.matches()) {
            throw new UnexpectedOutputException("lsattr", 1, text.stripTrailing());
        }
        return fields.group("flags").replace("-", "");
    }
}
