package io.github.rescuekit.diagnose.panic;

import java.util.List;

/** Words that a line holds in this order, {@code *} for anything between them; it costs no more than looking for them. */
record WordPattern(List<String> words) {

    WordPattern {
        words = List.copyOf(words);
        if (words.isEmpty()) {
            throw new IllegalArgumentException("a pattern without a word");
        }
    }

    static WordPattern of(String text) {
        return new WordPattern(List.of(text.split("\\*", -1)).stream()
                .filter(it -> !it.isEmpty())
                .toList());
    }

    boolean isIn(String line) {
        int from = 0;
        for (String word : words) {
            int at = line.indexOf(word, from);
            if (at < 0) {
                return false;
            }
            from = at + word.length();
        }
        return true;
    }
}
