package io.github.rescuekit.parse;

import io.github.rescuekit.model.PacketFilter.Place;
import java.util.ArrayList;
import java.util.List;

/** The words of a script of {@code nft(8)}, statement by statement. */
final class NftTokens {

    /** A word, a string with its quotes, a bracket, a comma, or an end of a statement. */
    record Token(String text, int line) {

        String unquoted() {
            return text.length() > 1 && text.startsWith("\"") && text.endsWith("\"")
                    ? text.substring(1, text.length() - 1)
                    : text;
        }

        private boolean endsStatement() {
            return text.equals(";") || text.equals("\n");
        }
    }

    private static final String SINGLE = "{},;()\n";
    private static final int SHOWN = 160;

    private final String file;
    private final List<String> lines;
    private final List<Token> tokens = new ArrayList<>();
    private int next;

    NftTokens(String file, String text) {
        this.file = file;
        this.lines = List.of(text.split("\n", -1));
        split(text);
    }

    private void split(String text) {
        int line = 1;
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            int end = at + 1;
            if (c == '#') {
                end = indexOrEnd(text, '\n', at);
            } else if (c == '\\' && text.startsWith("\n", end)) {
                end++;
                line++;
            } else if (c == '"') {
                end = Math.min(text.length(), indexOrEnd(text, '"', end) + 1);
                tokens.add(new Token(text.substring(at, end), line));
            } else if (SINGLE.indexOf(c) >= 0) {
                tokens.add(new Token(String.valueOf(c), line));
                line += c == '\n' ? 1 : 0;
            } else if (!Character.isWhitespace(c)) {
                while (end < text.length() && isOfWord(text.charAt(end))) {
                    end++;
                }
                tokens.add(new Token(text.substring(at, end), line));
            }
            at = end;
        }
    }

    private static int indexOrEnd(String text, char c, int from) {
        int found = text.indexOf(c, from);
        return found < 0 ? text.length() : found;
    }

    private static boolean isOfWord(char c) {
        return !Character.isWhitespace(c) && SINGLE.indexOf(c) < 0 && c != '#' && c != '"';
    }

    boolean atEnd() {
        return next >= tokens.size();
    }

    /** The next statement; one with a block ends with its brace. */
    List<Token> statement() {
        int begin = next;
        next = end(tokens, begin);
        List<Token> statement = tokens.subList(begin, next);
        if (!atEnd() && tokens.get(next).endsStatement()) {
            next++;
        }
        return statement;
    }

    /** Cuts what stands in a block. */
    static List<List<Token>> statements(List<Token> block) {
        List<List<Token>> statements = new ArrayList<>();
        int at = 0;
        while (at < block.size()) {
            int end = end(block, at);
            if (end > at) {
                statements.add(block.subList(at, end));
            }
            at = end < block.size() && block.get(end).endsStatement() ? end + 1 : end;
        }
        return statements;
    }

    // Inside braces lines and semicolons end nothing of what is around them. A block of a table, a chain or a set ends
    // its statement, an anonymous set does not.
    private static int end(List<Token> tokens, int begin) {
        int depth = 0;
        for (int at = begin; at < tokens.size(); at++) {
            Token token = tokens.get(at);
            if (depth == 0 && token.endsStatement()) {
                return at;
            }
            depth += token.text().equals("{") ? 1 : 0;
            if (token.text().equals("}")) {
                depth = Math.max(0, depth - 1);
                if (depth == 0 && isBlock(tokens, begin)) {
                    return at + 1;
                }
            }
        }
        return tokens.size();
    }

    private static boolean isBlock(List<Token> tokens, int begin) {
        boolean hasVerb = List.of("add", "create").contains(tokens.get(begin).text()) && begin + 1 < tokens.size();
        return List.of("table", "chain", "set", "map")
                .contains(tokens.get(hasVerb ? begin + 1 : begin).text());
    }

    Place place(Token token) {
        String text = lines.get(token.line() - 1).strip();
        return new Place(file, token.line(), text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text);
    }
}
