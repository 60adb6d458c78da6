package io.github.rescuekit.parse;

import io.github.rescuekit.model.SshdSetting;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads {@code sshd_config(5)} line by line; what an {@code Include} names is not read here. */
public final class SshdConfig {

    private SshdConfig() {}

    /** Reads the text; never refuses it. */
    public static List<SshdSetting> parse(String text) {
        List<SshdSetting> settings = new ArrayList<>();
        Lines lines = new Lines(text);
        while (lines.next()) {
            List<String> words = words(lines.line());
            if (!words.isEmpty()) {
                settings.add(new SshdSetting(
                        lines.number(), words.get(0).toLowerCase(Locale.ROOT), words.subList(1, words.size())));
            }
        }
        return List.copyOf(settings);
    }

    // "Keyword value", "Keyword=value", 'Keyword "a value"'; a word that begins with # ends the line.
    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean quoted = false;
        for (char c : (line.strip() + " ").toCharArray()) {
            if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && isBetween(c, words)) {
                if (word.length() > 0) {
                    words.add(word.toString());
                    word.setLength(0);
                }
            } else if (c == '#' && !quoted && word.length() == 0) {
                return words;
            } else {
                word.append(c);
            }
        }
        return words;
    }

    // The first equals sign stands for a blank, later ones belong to a value.
    private static boolean isBetween(char c, List<String> words) {
        return c == ' ' || c == '\t' || c == '\r' || (c == '=' && words.size() <= 1);
    }
}
