package io.github.rescuekit.report;

import java.util.regex.Pattern;

/** Emphasis for people, in the eight colours that every terminal has. Give it text that {@link Show} made safe, already padded. */
public record Style(boolean colour) {

    public static final Style PLAIN = new Style(false);

    /** All that it ever adds. */
    static final Pattern EMPHASIS = Pattern.compile("\u001b\\[(?:0|1|2|32|33|1;31)m");

    public String heading(String text) {
        return wrap("1", text);
    }

    public String good(String text) {
        return wrap("32", text);
    }

    public String warning(String text) {
        return wrap("33", text);
    }

    public String bad(String text) {
        return wrap("1;31", text);
    }

    public String dim(String text) {
        return wrap("2", text);
    }

    private String wrap(String code, String text) {
        return colour && !text.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
