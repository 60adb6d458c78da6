package io.github.rescuekit.parse;

import java.util.ArrayList;
import java.util.List;

/** Splits a line of GRUB's script into words, as its lexer does; what a variable holds is not known here. */
final class GrubWords {

    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean begun;

    private GrubWords() {}

    /** The words; braces and semicolons that stand alone are words of their own. */
    static List<String> of(String line) {
        GrubWords split = new GrubWords();
        split.read(line);
        return split.words;
    }

    private void read(String line) {
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            boolean escaped = c == '\\' && quote != '\'' && i + 1 < line.length();
            if (escaped) {
                add(line.charAt(++i));
            } else if (quote != 0) {
                quote = c == quote ? 0 : inQuotes(c, quote);
            } else if (c == '\'' || c == '"') {
                quote = c;
                begun = true;
            } else if (c == '#' && !begun) {
                return;
            } else {
                outside(c);
            }
        }
        end();
    }

    private char inQuotes(char c, char quote) {
        add(c);
        return quote;
    }

    private void outside(char c) {
        if (c == ' ' || c == '\t' || c == '\r') {
            end();
        } else if (c == ';') {
            end();
            words.add(";");
        } else {
            add(c);
        }
    }

    private void add(char c) {
        word.append(c);
        begun = true;
    }

    private void end() {
        if (begun) {
            words.add(word.toString());
            word.setLength(0);
            begun = false;
        }
    }
}
