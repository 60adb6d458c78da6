package io.github.rescuekit.installed;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * A text as lines that keep their own endings: an edit of one line leaves every other byte as it was, carriage returns and
 * a missing end of the last line included. Lines are counted from 1.
 */
public final class TextLines {

    private record Line(String text, String ending) {}

    private final List<Line> lines;

    private TextLines(List<Line> lines) {
        this.lines = List.copyOf(lines);
    }

    public static TextLines of(String text) {
        List<Line> lines = new ArrayList<>();
        int begin = 0;
        while (begin < text.length()) {
            int feed = text.indexOf('\n', begin);
            int next = feed < 0 ? text.length() : feed + 1;
            lines.add(line(text.substring(begin, next)));
            begin = next;
        }
        return new TextLines(lines);
    }

    private static Line line(String whole) {
        String ending = whole.endsWith("\r\n") ? "\r\n" : whole.endsWith("\n") ? "\n" : "";
        return new Line(whole.substring(0, whole.length() - ending.length()), ending);
    }

    /** The lines without their endings. */
    public List<String> lines() {
        return lines.stream().map(Line::text).toList();
    }

    public int count() {
        return lines.size();
    }

    public String line(int number) {
        return lines.get(number - 1).text();
    }

    public TextLines replace(int number, String text) {
        return edited(changed ->
                changed.set(number - 1, new Line(text, lines.get(number - 1).ending())));
    }

    /** Changes every line. */
    public TextLines each(UnaryOperator<String> change) {
        return new TextLines(lines.stream()
                .map(line -> new Line(change.apply(line.text()), line.ending()))
                .toList());
    }

    /** Takes out lines; the text ends as it did before. */
    public TextLines remove(int first, int last) {
        return edited(changed -> {
            String ending = lines.get(count() - 1).ending();
            changed.subList(first - 1, last).clear();
            if (!changed.isEmpty()) {
                changed.set(
                        changed.size() - 1,
                        new Line(changed.get(changed.size() - 1).text(), ending));
            }
        });
    }

    /** Adds a line after another; 0 adds it at the beginning. */
    public TextLines insertAfter(int number, String text) {
        if (number == count()) {
            return append(text);
        }
        return edited(changed -> changed.add(number, new Line(text, usualEnding())));
    }

    /** Adds a last line. A text whose last line had no end still has none afterwards. */
    public TextLines append(String text) {
        return edited(changed -> {
            String ending =
                    lines.isEmpty() ? usualEnding() : lines.get(count() - 1).ending();
            if (ending.isEmpty()) {
                changed.set(count() - 1, new Line(line(count()), usualEnding()));
            }
            changed.add(new Line(text, ending));
        });
    }

    private TextLines edited(Consumer<List<Line>> edit) {
        List<Line> changed = new ArrayList<>(lines);
        edit.accept(changed);
        return new TextLines(changed);
    }

    private String usualEnding() {
        return lines.stream()
                .map(Line::ending)
                .filter(ending -> !ending.isEmpty())
                .findFirst()
                .orElse("\n");
    }

    /** The whole text. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append(line.text()).append(line.ending()));
        return text.toString();
    }
}
