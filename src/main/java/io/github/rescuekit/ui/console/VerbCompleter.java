package io.github.rescuekit.ui.console;

import io.github.rescuekit.report.Show;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Completes verbs, their options, and the words that a parameter's label stands for. */
final class VerbCompleter implements Completer {

    private final Map<String, CommandLine> verbs;
    private final List<String> ownWords;
    private final Function<String, List<String>> wordsOfLabel;

    /**
     * Completes the subcommands of a command.
     *
     * @param ownWords words of the console itself, beside the verbs
     * @param wordsOfLabel what the machine offers for {@code DEV}, {@code SYSTEM} and the like
     */
    VerbCompleter(CommandLine tree, List<String> ownWords, Function<String, List<String>> wordsOfLabel) {
        this.verbs = tree.getSubcommands();
        this.ownWords = List.copyOf(ownWords);
        this.wordsOfLabel = wordsOfLabel;
    }

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        candidates.addAll(offers(line));
    }

    /** What can stand at the cursor. */
    List<Candidate> offers(ParsedLine line) {
        List<String> before = Words.withoutProgram(line.words().subList(0, line.wordIndex()));
        if (before.isEmpty()) {
            return firstWords();
        }
        CommandLine verb = verbs.get(before.get(0));
        return verb == null || before.contains("--")
                ? List.of()
                : ofVerb(verb.getCommandSpec(), before.subList(1, before.size()), begun(line));
    }

    private List<Candidate> firstWords() {
        return Stream.concat(
                        verbs.entrySet().stream().map(verb -> candidate(verb.getKey(), summary(verb.getValue()))),
                        ownWords.stream().map(word -> candidate(word, "")))
                .toList();
    }

    private static String begun(ParsedLine line) {
        return line.word().substring(0, line.wordCursor());
    }

    private List<Candidate> ofVerb(CommandSpec verb, List<String> before, String begun) {
        Optional<OptionSpec> open = before.isEmpty()
                ? Optional.empty()
                : option(verb, before.get(before.size() - 1)).filter(VerbCompleter::takesValue);
        if (open.isPresent()) {
            return values(open.get());
        }
        return begun.startsWith("-") ? options(verb, before) : positional(verb, before);
    }

    private List<Candidate> options(CommandSpec verb, List<String> before) {
        return verb.options().stream()
                .filter(option -> !option.hidden())
                .filter(option -> option.isMultiValue() || before.stream().noneMatch(names(option)::contains))
                .map(option -> candidate(option.longestName(), firstLine(option)))
                .toList();
    }

    private List<Candidate> positional(CommandSpec verb, List<String> before) {
        int index = positionalsIn(verb, before);
        return verb.positionalParameters().stream()
                .filter(parameter -> !parameter.hidden() && parameter.index().contains(index))
                .findFirst()
                .map(this::values)
                .orElse(List.of());
    }

    private static int positionalsIn(CommandSpec verb, List<String> words) {
        int count = 0;
        boolean value = false;
        for (String word : words) {
            count += value || word.startsWith("-") ? 0 : 1;
            value = option(verb, word).filter(VerbCompleter::takesValue).isPresent();
        }
        return count;
    }

    private List<Candidate> values(ArgSpec argument) {
        Stream<String> fixed = argument.completionCandidates() == null
                ? Stream.empty()
                : StreamSupport.stream(argument.completionCandidates().spliterator(), false);
        Set<String> words = new LinkedHashSet<>(fixed.toList());
        words.addAll(ofLabel(argument));
        return words.stream()
                .filter(VerbCompleter::isPlain)
                .map(word -> candidate(word, ""))
                .toList();
    }

    // A label such as "memory|cpu|disk" names its words itself.
    private List<String> ofLabel(ArgSpec argument) {
        String label = label(argument);
        return label.contains("|") ? List.of(label.split("\\|", -1)) : wordsOfLabel.apply(label);
    }

    private static String label(ArgSpec argument) {
        String name =
                argument instanceof PositionalParamSpec positional ? positional.paramLabel() : argument.paramLabel();
        return name.replaceAll("[<>\\[\\]]", "");
    }

    // A label on a disk that holds escape sequences is shown by the verbs, escaped; here it would reach the terminal.
    private static boolean isPlain(String word) {
        return Show.text(word).equals(word);
    }

    private static Optional<OptionSpec> option(CommandSpec verb, String word) {
        return Optional.ofNullable(verb.findOption(word));
    }

    private static boolean takesValue(OptionSpec option) {
        return option.arity().max() > 0;
    }

    private static List<String> names(OptionSpec option) {
        return List.of(option.names());
    }

    private static String firstLine(OptionSpec option) {
        return option.description().length == 0 ? "" : option.description()[0];
    }

    private static String summary(CommandLine verb) {
        return String.join(" ", verb.getCommandSpec().usageMessage().description());
    }

    private static Candidate candidate(String word, String description) {
        return new Candidate(word, word, null, description.isEmpty() ? null : description, null, null, true);
    }
}
