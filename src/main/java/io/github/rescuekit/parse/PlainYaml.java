package io.github.rescuekit.parse;

import io.github.rescuekit.model.UnexpectedOutputException;
import io.github.rescuekit.model.YamlLine;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the part of YAML that network configurations are written in: maps and lists by their indents, lists and maps in
 * brackets on one line, plain and quoted values. Anchors, tags, texts over several lines and tabs are refused.
 */
public final class PlainYaml {

    private static final String SOURCE = "YAML";
    private static final Pattern KEY = Pattern.compile(
            "(?<key>\"[^\"]*\"|'[^']*'|[^\\s\"'#&*!|>\\[\\]{},-][^\"'#\\[\\]{},]*?)\\s*:(?:\\s+(?<rest>.*))?");
    private static final int LONGEST = 4096;
    private static final String REFUSED_FIRST = "&*!|>@`%?";

    private record Level(int indent, List<String> path) {}

    private final List<YamlLine> values = new ArrayList<>();
    private final Deque<Level> levels = new ArrayDeque<>();
    private final Map<List<String>, Integer> elements = new HashMap<>();
    private int number;
    private String line = "";

    private PlainYaml() {
        levels.push(new Level(-1, List.of()));
    }

    /** Every value with the keys that lead to it, in the order of the lines. */
    public static List<YamlLine> parse(String text) {
        PlainYaml yaml = new PlainYaml();
        Lines lines = new Lines(text);
        while (lines.next()) {
            yaml.number = lines.number();
            yaml.line = lines.line();
            yaml.read(withoutComment(lines.line()));
        }
        return List.copyOf(yaml.values);
    }

    private static String withoutComment(String line) {
        char quote = 0;
        for (int at = 0; at < line.length(); at++) {
            char c = line.charAt(at);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (c == '#' && (at == 0 || Character.isWhitespace(line.charAt(at - 1)))) {
                return line.substring(0, at).stripTrailing();
            }
        }
        return line.stripTrailing();
    }

    private void read(String content) {
        String text = content.stripLeading();
        if (text.isEmpty() || (text.equals("---") && values.isEmpty() && levels.size() == 1)) {
            return;
        }
        int indent = content.length() - text.length();
        if (content.length() > LONGEST || content.substring(0, indent).indexOf('\t') >= 0) {
            throw refused();
        }
        entry(indent, text);
    }

    private void entry(int indent, String text) {
        boolean isElement = text.equals("-") || text.startsWith("- ");
        // A list may stand at the indent of the key that it belongs to.
        while (levels.element().indent() > indent || (levels.element().indent() == indent && !belongsTo(isElement))) {
            levels.pop();
        }
        if (isElement) {
            element(indent, text);
        } else {
            pair(indent, text);
        }
    }

    private boolean belongsTo(boolean isElement) {
        return isElement && !isElementPath(levels.element().path());
    }

    private static boolean isElementPath(List<String> path) {
        return !path.isEmpty() && path.get(path.size() - 1).startsWith("[");
    }

    private void element(int indent, String text) {
        List<String> list = levels.element().path();
        int count = elements.merge(list, 1, Integer::sum) - 1;
        List<String> path = with(list, "[" + count + "]");
        String rest = text.substring(1).stripLeading();
        levels.push(new Level(indent, path));
        if (KEY.matcher(rest).matches() && !rest.startsWith("\"") && !rest.startsWith("'") && !rest.startsWith("{")) {
            pair(indent + text.length() - rest.length(), rest);
        } else if (!rest.isEmpty()) {
            value(path, rest);
        }
    }

    private void pair(int indent, String text) {
        Matcher pair = KEY.matcher(text);
        if (!pair.matches()) {
            throw refused();
        }
        List<String> path = with(levels.element().path(), unquoted(pair.group("key")));
        String rest = pair.group("rest") == null ? "" : pair.group("rest").strip();
        levels.push(new Level(indent, path));
        value(path, rest);
    }

    private void value(List<String> path, String text) {
        if (text.startsWith("[") && text.endsWith("]")) {
            int element = 0;
            for (String part : parts(text)) {
                value(with(path, "[" + element + "]"), part);
                element++;
            }
        } else if (text.startsWith("{") && text.endsWith("}")) {
            for (String part : parts(text)) {
                Matcher pair = KEY.matcher(part);
                if (!pair.matches()) {
                    throw refused();
                }
                String rest = pair.group("rest") == null ? "" : pair.group("rest");
                value(with(path, unquoted(pair.group("key"))), rest);
            }
        } else {
            values.add(new YamlLine(number, path, scalar(text)));
        }
    }

    private List<String> parts(String bracketed) {
        String inside = bracketed.substring(1, bracketed.length() - 1).strip();
        if (inside.indexOf('[') >= 0 || inside.indexOf('{') >= 0) {
            throw refused();
        }
        return inside.isEmpty()
                ? List.of()
                : List.of(inside.split(",", -1)).stream()
                        .map(String::strip)
                        .filter(it -> !it.isEmpty())
                        .toList();
    }

    private String scalar(String text) {
        if (text.isEmpty()) {
            return "";
        }
        boolean isQuoted = text.charAt(0) == '"' || text.charAt(0) == '\'';
        boolean isClosed = text.length() > 1 && text.charAt(text.length() - 1) == text.charAt(0);
        if (isQuoted && (!isClosed || text.indexOf('\\') >= 0)) {
            throw refused();
        }
        if (REFUSED_FIRST.indexOf(text.charAt(0)) >= 0 || text.startsWith("[") || text.startsWith("{")) {
            throw refused();
        }
        return unquoted(text);
    }

    private static String unquoted(String text) {
        boolean isQuoted = text.length() > 1 && (text.startsWith("\"") || text.startsWith("'"));
        return isQuoted ? text.substring(1, text.length() - 1) : text;
    }

    private static List<String> with(List<String> path, String key) {
        List<String> longer = new ArrayList<>(path);
        longer.add(key);
        return List.copyOf(longer);
    }

    private UnexpectedOutputException refused() {
        return new UnexpectedOutputException(SOURCE, number, line);
    }
}
