package io.github.rescuekit.ui.console;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jline.reader.Parser;
import org.jline.reader.Parser.ParseContext;
import org.jline.reader.impl.DefaultParser;

/** The words of a typed line. */
final class Words {

    private static final String PROGRAM = "rescuekit";
    private static final Set<String> OF_A_SHELL = Set.of("|", ">", ">>", "<", "&", "&&", "||", ";");

    static final Parser PARSER = new DefaultParser().eofOnUnclosedQuote(false).eofOnEscapedNewLine(false);

    private Words() {}

    /** What was typed, or pasted, line by line; without empty lines. */
    static List<List<String>> lines(String text) {
        return text.lines().map(Words::of).filter(words -> !words.isEmpty()).toList();
    }

    private static List<String> of(String line) {
        String typed = line.strip();
        return typed.isEmpty()
                ? List.of()
                : withoutProgram(PARSER.parse(typed, typed.length(), ParseContext.ACCEPT_LINE)
                        .words());
    }

    /** {@code rescuekit survey}, as it stands in every example, means {@code survey} here. */
    static List<String> withoutProgram(List<String> words) {
        return !words.isEmpty() && words.get(0).equals(PROGRAM) ? words.subList(1, words.size()) : words;
    }

    /** The first word that only a shell understands, before a verb takes it for a name. */
    static Optional<String> shellWord(List<String> words) {
        return words.stream()
                .takeWhile(word -> !word.equals("--"))
                .filter(OF_A_SHELL::contains)
                .findFirst();
    }
}
