package io.github.rescuekit.report;

import java.util.ArrayList;
import java.util.List;

/** The difference of two texts, line by line, as {@code diff --unified} prints it. */
final class LineDiff {

    private static final int CONTEXT = 3;
    // A table of this many cells is what the search for the shortest difference may cost.
    private static final int LARGEST_TABLE = 4_000_000;

    private record Edit(char kind, String line) {}

    private LineDiff() {}

    /** Lines beginning with {@code @@}, a space, {@code -} or {@code +}; none when the texts are equal. */
    static List<String> unified(String before, String after) {
        List<String> lines = new ArrayList<>();
        List<Edit> edits = edits(lines(before), lines(after));
        int shownTo = 0;
        for (int i = nextChange(edits, 0); i < edits.size(); i = nextChange(edits, shownTo)) {
            int from = Math.max(shownTo, i - CONTEXT);
            int to = endOfHunk(edits, i);
            lines.add(header(edits, from, to));
            edits.subList(from, to).forEach(edit -> lines.add(edit.kind() + edit.line()));
            shownTo = to;
        }
        return List.copyOf(lines);
    }

    // A line end that is missing at the end of a file is a difference that people must see.
    private static List<String> lines(String text) {
        List<String> lines = new ArrayList<>(text.lines().toList());
        if (!text.isEmpty() && !text.endsWith("\n")) {
            lines.set(lines.size() - 1, lines.get(lines.size() - 1) + " (no line end)");
        }
        return lines;
    }

    private static int nextChange(List<Edit> edits, int from) {
        int i = from;
        while (i < edits.size() && edits.get(i).kind() == ' ') {
            i++;
        }
        return i;
    }

    private static int endOfHunk(List<Edit> edits, int firstChange) {
        int end = firstChange;
        for (int i = firstChange; i < edits.size() && i <= end + 2 * CONTEXT; i++) {
            if (edits.get(i).kind() != ' ') {
                end = i;
            }
        }
        return Math.min(edits.size(), end + 1 + CONTEXT);
    }

    private static String header(List<Edit> edits, int from, int to) {
        return "@@ -" + range(edits, from, to, '+') + " +" + range(edits, from, to, '-') + " @@";
    }

    private static String range(List<Edit> edits, int from, int to, char otherSide) {
        long start = count(edits.subList(0, from), otherSide);
        long length = count(edits.subList(from, to), otherSide);
        return (length == 0 ? start : start + 1) + "," + length;
    }

    private static long count(List<Edit> edits, char otherSide) {
        return edits.stream().filter(it -> it.kind() != otherSide).count();
    }

    private static List<Edit> edits(List<String> before, List<String> after) {
        int head = commonHead(before, after);
        int tail = commonTail(before, after, head);
        List<String> oldLines = before.subList(head, before.size() - tail);
        List<String> newLines = after.subList(head, after.size() - tail);
        List<Edit> edits = new ArrayList<>();
        before.subList(0, head).forEach(line -> edits.add(new Edit(' ', line)));
        edits.addAll(
                (long) oldLines.size() * newLines.size() > LARGEST_TABLE
                        ? replaced(oldLines, newLines)
                        : shortest(oldLines, newLines));
        before.subList(before.size() - tail, before.size()).forEach(line -> edits.add(new Edit(' ', line)));
        return edits;
    }

    private static int commonHead(List<String> before, List<String> after) {
        int most = Math.min(before.size(), after.size());
        int head = 0;
        while (head < most && before.get(head).equals(after.get(head))) {
            head++;
        }
        return head;
    }

    private static int commonTail(List<String> before, List<String> after, int head) {
        int most = Math.min(before.size(), after.size()) - head;
        int tail = 0;
        while (tail < most && before.get(before.size() - 1 - tail).equals(after.get(after.size() - 1 - tail))) {
            tail++;
        }
        return tail;
    }

    private static List<Edit> replaced(List<String> before, List<String> after) {
        List<Edit> edits = new ArrayList<>();
        before.forEach(line -> edits.add(new Edit('-', line)));
        after.forEach(line -> edits.add(new Edit('+', line)));
        return edits;
    }

    private static List<Edit> shortest(List<String> before, List<String> after) {
        int[][] common = lengthsOfCommonRest(before, after);
        List<Edit> edits = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < before.size() || j < after.size()) {
            if (i < before.size() && j < after.size() && before.get(i).equals(after.get(j))) {
                edits.add(new Edit(' ', before.get(i)));
                i++;
                j++;
            } else if (j == after.size() || (i < before.size() && common[i + 1][j] >= common[i][j + 1])) {
                edits.add(new Edit('-', before.get(i)));
                i++;
            } else {
                edits.add(new Edit('+', after.get(j)));
                j++;
            }
        }
        return edits;
    }

    private static int[][] lengthsOfCommonRest(List<String> before, List<String> after) {
        int[][] common = new int[before.size() + 1][after.size() + 1];
        for (int i = before.size() - 1; i >= 0; i--) {
            for (int j = after.size() - 1; j >= 0; j--) {
                common[i][j] = before.get(i).equals(after.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        return common;
    }
}
