package io.github.rescuekit.report;

import java.util.ArrayList;
import java.util.List;

/** Text broken into lines that fit a terminal. */
final class Wrapped {

    static final int COLUMNS = 80;

    private Wrapped() {}

    /**
     * Breaks at spaces; a longer word is cut.
     *
     * @param first before the first line, {@code rest} before the others
     */
    static List<String> lines(String text, String first, String rest) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder(first);
        int empty = first.length();
        for (String word : text.split(" +", -1)) {
            String left = word;
            while (true) {
                boolean begun = line.length() > empty;
                if (line.length() + (begun ? 1 : 0) + left.length() <= COLUMNS) {
                    line.append(begun ? " " : "").append(left);
                    break;
                }
                if (!begun) {
                    int room = COLUMNS - line.length();
                    line.append(left, 0, room);
                    left = left.substring(room);
                }
                lines.add(line.toString());
                line = new StringBuilder(rest);
                empty = rest.length();
            }
        }
        lines.add(line.toString());
        return lines;
    }
}
