package io.github.rescuekit.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A screen of sections: a label at the left, what it is about beside it. */
final class LabelledLines {

    static final int LABEL = 10;

    private static final String INDENT = " ".repeat(LABEL);

    private final Style style;
    private final List<String> lines = new ArrayList<>();

    LabelledLines(Style style) {
        this.style = style;
    }

    /** Adds a section; nothing when its body is empty. */
    void add(String label, List<String> body) {
        for (int i = 0; i < body.size(); i++) {
            String first = i == 0 ? String.format(Locale.ROOT, "%-" + LABEL + "s", label) : INDENT;
            lines.add(style.heading(first) + body.get(i));
        }
    }

    String text() {
        return String.join("\n", lines) + "\n";
    }

    /** Foreign text made safe, and broken into the lines of a body. */
    static List<String> wrapped(String text) {
        return hanging("", 0, text);
    }

    /** The same behind a word that stands out. */
    static List<String> hanging(String head, int width, String text) {
        String indent = INDENT + " ".repeat(width);
        List<String> body = new ArrayList<>();
        for (String line : Wrapped.lines(Show.text(text), indent, indent)) {
            body.add((body.isEmpty() ? head : " ".repeat(width)) + line.substring(indent.length()));
        }
        return body;
    }
}
