package io.github.rescuekit.parse;

import io.github.rescuekit.model.UnexpectedOutputException;
import io.github.rescuekit.model.XmlElement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the small XML files that firewalld keeps: elements and attributes. Declarations of types and entities, with which
 * XML can do harm, are refused.
 */
public final class XmlElements {

    private static final int DEEPEST = 32;
    private static final Pattern TOKEN = Pattern.compile(
            "<!--(?s:.*?)-->|<\\?[^>]*\\?>|<(?<end>/?)(?<name>[A-Za-z][\\w:-]*)(?<attributes>(?:\\s+[\\w:-]+\\s*=\\s*"
                    + "(?:\"[^\"<]*\"|'[^'<]*'))*+)\\s*(?<empty>/?)>|(?<text>[^<]++)");
    private static final Pattern ATTRIBUTE =
            Pattern.compile("(?<key>[\\w:-]+)\\s*=\\s*(?:\"(?<double>[^\"]*)\"|'(?<single>[^']*)')");

    private record Open(String name, Map<String, String> attributes, int line, List<XmlElement> children) {

        XmlElement closed() {
            return new XmlElement(name, attributes, line, children);
        }
    }

    private XmlElements() {}

    /** The outermost elements, of which a well-formed file has one. */
    public static List<XmlElement> parse(String text) {
        Deque<Open> open = new ArrayDeque<>();
        open.push(new Open("", Map.of(), 1, new ArrayList<>()));
        Matcher tokens = TOKEN.matcher(text);
        int at = 0;
        int line = 1;
        while (at < text.length()) {
            if (!tokens.find() || tokens.start() != at) {
                throw refused(text, line);
            }
            if (tokens.group("name") != null) {
                element(tokens, open, text, line);
            }
            line += (int) tokens.group().chars().filter(it -> it == '\n').count();
            at = tokens.end();
        }
        if (open.size() != 1) {
            throw refused(text, line);
        }
        return List.copyOf(open.pop().children());
    }

    private static void element(Matcher token, Deque<Open> open, String text, int line) {
        boolean isEnd = !token.group("end").isEmpty();
        boolean closesAnother =
                isEnd && (open.size() == 1 || !open.element().name().equals(token.group("name")));
        if (closesAnother || open.size() > DEEPEST) {
            throw refused(text, line);
        }
        if (!isEnd) {
            open.push(new Open(token.group("name"), attributes(token.group("attributes")), line, new ArrayList<>()));
        }
        if (isEnd || !token.group("empty").isEmpty()) {
            XmlElement closed = open.pop().closed();
            open.element().children().add(closed);
        }
    }

    private static Map<String, String> attributes(String text) {
        Map<String, String> attributes = new LinkedHashMap<>();
        Matcher matcher = ATTRIBUTE.matcher(text);
        while (matcher.find()) {
            String value = matcher.group("double") == null ? matcher.group("single") : matcher.group("double");
            attributes.put(matcher.group("key"), value);
        }
        return attributes;
    }

    private static UnexpectedOutputException refused(String text, int line) {
        List<String> lines = text.lines().toList();
        return new UnexpectedOutputException("XML", line, line <= lines.size() ? lines.get(line - 1) : "end of file");
    }
}
