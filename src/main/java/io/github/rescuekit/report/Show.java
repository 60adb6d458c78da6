package io.github.rescuekit.report;

import java.util.Locale;
import java.util.regex.Matcher;

/** Door 6: foreign text, such as labels, names and log lines, made safe to show on a terminal. */
public final class Show {

    private Show() {}

    /** Control characters, escape sequences, line ends, bidirectional marks and other invisible ones as {@code \x1b}. */
    public static String text(String foreign) {
        StringBuilder shown = new StringBuilder(foreign.length());
        foreign.codePoints().forEach(c -> append(shown, c));
        return shown.toString();
    }

    /**
     * What an operator's terminal gets at last: as {@link #text}, but line ends, tabs and the emphasis of {@link Style}
     * stay. What should have been made safe before and was not is made safe here.
     */
    public static String screen(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        int from = 0;
        for (Matcher emphasis = Style.EMPHASIS.matcher(text); emphasis.find(); from = emphasis.end()) {
            lines(shown, text.substring(from, emphasis.start()));
            shown.append(emphasis.group());
        }
        lines(shown, text.substring(from));
        return shown.toString();
    }

    private static void lines(StringBuilder shown, String text) {
        text.codePoints().forEach(c -> {
            if (c == '\n' || c == '\t') {
                shown.appendCodePoint(c);
            } else {
                append(shown, c);
            }
        });
    }

    /** The same characters in a JSON document, escaped as JSON does it; the line ends of the document itself stay. */
    static String json(String document) {
        StringBuilder shown = new StringBuilder(document.length());
        document.codePoints().forEach(c -> {
            if (c == '\n' || isVisible(c)) {
                shown.appendCodePoint(c);
            } else {
                Character.toString(c)
                        .chars()
                        .forEach(unit -> shown.append(String.format(Locale.ROOT, "\\u%04x", unit)));
            }
        });
        return shown.toString();
    }

    private static void append(StringBuilder shown, int c) {
        if (isVisible(c)) {
            shown.appendCodePoint(c);
        } else {
            shown.append(String.format(Locale.ROOT, c < 0x100 ? "\\x%02x" : "\\u%04x", c));
        }
    }

    private static boolean isVisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
