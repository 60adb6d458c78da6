package io.github.rescuekit.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;

/** Makes broken texts of good ones, the same for the same seed. */
final class Mutations {

    private static final List<String> SPECIALS = List.of(
            "\0",
            "\n",
            "\r",
            "\r\n",
            "\t",
            " ",
            "\u00a0",
            "\u2028",
            "\u0085",
            "\ufeff",
            "\ud800",
            "\u202e",
            "\u001b[1m",
            "\"",
            "'",
            "\\",
            "\\x",
            "\\xff",
            "\\xc3\\xa4",
            "\\0",
            "\\040",
            "\\777",
            "$(id)",
            "`",
            "=",
            ",",
            ":",
            "-",
            "+",
            "*",
            "[",
            "]",
            "{",
            "}",
            "(",
            ")",
            "#",
            "/",
            "//",
            "..",
            "!",
            "%",
            "_",
            "null",
            "true",
            "NaN",
            "1e999999999",
            "-1",
            "0",
            "99999999999999999999",
            "9223372036854775807",
            "999999999:999999999",
            "4294967296",
            "\u0661\u0662");
    private static final Pattern WORDS = Pattern.compile("[\\s=\",:\\[\\]{}]+");
    private static final int LONGEST_RUN = 20_000;
    private static final int MOST_CHANGES = 6;
    private static final int RARELY = 40;
    // Large recordings are slow to parse and no better to break: a window of them is taken instead.
    private static final int WINDOW = 1500;

    private final Random random;
    private final List<String> texts;
    private final List<String> words = new ArrayList<>(SPECIALS);

    Mutations(long seed, List<String> texts) {
        this.random = new Random(seed);
        this.texts = texts;
        texts.forEach(text -> words.addAll(List.of(WORDS.split(text))));
    }

    String next() {
        if (texts.isEmpty() || random.nextInt(RARELY) == 0) {
            return noise();
        }
        StringBuilder text = new StringBuilder(window(pick(texts)));
        for (int changes = 1 + random.nextInt(MOST_CHANGES); changes > 0; changes--) {
            change(text);
        }
        return text.toString();
    }

    private void change(StringBuilder text) {
        int begin = random.nextInt(text.length() + 1);
        int end = Math.min(text.length(), begin + random.nextInt(random.nextBoolean() ? 4 : 80));
        switch (random.nextInt(9)) {
            case 0 -> text.delete(begin, end);
            case 1 -> text.replace(begin, end, pick(words));
            case 2 -> text.insert(begin, pick(words));
            case 3 -> text.insert(begin, text.substring(begin, end));
            case 4 -> text.setLength(begin);
            case 5 -> text.insert(begin, window(pick(texts)));
            case 6 -> text.insert(begin, (char) random.nextInt(random.nextBoolean() ? 0x80 : 0x10000));
            case 7 -> swapLines(text);
            default -> run(text, begin);
        }
    }

    // Much of the same: what overflows a stack or takes time by the square shows here.
    private void run(StringBuilder text, int begin) {
        if (random.nextInt(RARELY) == 0) {
            String word = pick(words);
            text.insert(begin, word.repeat(random.nextInt(1 + LONGEST_RUN / Math.max(1, word.length()))));
        }
    }

    private void swapLines(StringBuilder text) {
        List<String> lines = new ArrayList<>(List.of(text.toString().split("\n", -1)));
        String line = lines.remove(random.nextInt(lines.size()));
        lines.add(random.nextInt(lines.size() + 1), line);
        text.setLength(0);
        text.append(String.join("\n", lines));
    }

    private String noise() {
        StringBuilder text = new StringBuilder();
        for (int n = random.nextInt(200); n > 0; n--) {
            text.append(random.nextBoolean() ? pick(words) : String.valueOf((char) random.nextInt(0x10000)));
        }
        return text.toString();
    }

    private String window(String text) {
        if (text.length() <= WINDOW || random.nextInt(RARELY) == 0) {
            return text;
        }
        int begin = random.nextInt(2) * random.nextInt(text.length() - WINDOW);
        return text.substring(begin, begin + WINDOW);
    }

    private String pick(List<String> list) {
        return list.get(random.nextInt(list.size()));
    }
}
