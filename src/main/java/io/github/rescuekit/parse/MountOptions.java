package io.github.rescuekit.parse;

import java.util.ArrayList;
import java.util.List;

/** Splits mount options at their commas. */
final class MountOptions {

    private MountOptions() {}

    /** A quoted value keeps its commas: {@code context="system_u:object_r:tmp_t:s0:c127,c456"}. */
    static List<String> split(String text) {
        List<String> options = new ArrayList<>();
        boolean quoted = false;
        int begin = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                add(options, text.substring(begin, i));
                begin = i + 1;
            }
        }
        add(options, text.substring(begin));
        return options;
    }

    private static void add(List<String> options, String option) {
        if (!option.isEmpty()) {
            options.add(Escapes.octal(option));
        }
    }
}
