package io.github.rescuekit.ui.command;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.report.Answer;
import io.github.rescuekit.report.Wrap;
import io.github.rescuekit.ui.Operator;
import io.github.rescuekit.ui.Toolkit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Parameters;

/** {@code help}: all verbs on one page, or one verb with its options. */
@Command(
        name = "help",
        description = "All verbs, or one of them with its options.",
        footer = {"", "Examples:", "  rescuekit help", "  rescuekit help version"})
public final class HelpCommand extends Verb {

    private static final int INDENT = 2;

    private record Example(String line, String shows) {}

    // The first thing that somebody reads who has never seen the program, in the order in which a rescue goes.
    private static final List<Example> EXAMPLES = List.of(
            new Example("survey", "what is here, what is wrong, what next"),
            new Example("mount", "the whole system under /mnt, read-only"),
            new Example("diagnose", "what keeps it from booting, with evidence"),
            new Example("panic", "how its last boots ended, by its logs"),
            new Example("repair guest-agent-freeze", "show the plan, ask, apply, verify"),
            new Example("undo", "take the last repair back"),
            new Example("leave", "will it boot? unmount; reboot when told"));

    @Parameters(arity = "0..1", paramLabel = "VERB", description = "The verb to explain.")
    private @Nullable String name;

    HelpCommand(Toolkit toolkit, Operator operator) {
        super(toolkit, operator);
    }

    @Override
    public Level level() {
        return Level.LOOK;
    }

    @Override
    public boolean needsRoot() {
        return false;
    }

    @Override
    public Answer run() {
        String text = Optional.ofNullable(name).map(this::oneVerb).orElseGet(this::allVerbs);
        return new Answer(ExitCode.DONE, text, json());
    }

    private String oneVerb(String verb) {
        return CommandLines.of(verb, create(verb)).getUsageMessage(Ansi.OFF);
    }

    private Verb create(String verb) {
        return Verbs.find(verb).orElseThrow(() -> Verbs.unknown(verb)).create(toolkit(), operator());
    }

    private String allVerbs() {
        List<String> lines = new ArrayList<>();
        lines.add("Rescuekit " + toolkit().version());
        lines.add("Recovers a Linux server that does not boot, from inside rescue mode.");
        section(lines, "Examples", examples());
        lines.add("");
        lines.add("Usage: rescuekit [VERB [OPTION...]]      without a verb: the console");
        for (Level level : Level.values()) {
            section(lines, "Level " + level.word() + " (" + level.promise() + ")", verbsOf(level));
        }
        section(lines, "Options of every verb", options());
        section(lines, "Exit codes", exitCodes());
        section(lines, "Environment", environment());
        return String.join("\n", lines) + "\n";
    }

    private void section(List<String> lines, String title, Stream<String> rows) {
        List<String> body = rows.map(row -> " ".repeat(INDENT) + row).toList();
        if (!body.isEmpty()) {
            lines.add("");
            lines.add(style().heading(title + ":"));
            lines.addAll(body);
        }
    }

    private static Stream<String> examples() {
        return EXAMPLES.stream()
                .filter(example -> Verbs.find(firstWord(example.line)).isPresent())
                .map(example -> row(36, CommandLines.PROGRAM + " " + example.line, example.shows));
    }

    private static String firstWord(String line) {
        return line.split(" ", 2)[0];
    }

    private Stream<String> verbsOf(Level level) {
        return Verbs.names().stream()
                .flatMap(verb -> Stream.concat(
                        Stream.of(verb)
                                .filter(it -> create(it).level() == level)
                                .map(it -> row(13, it, summary(it))),
                        optionsOf(level, verb).map(it -> row(13, verb + " " + it, summary(verb, it)))));
    }

    private Stream<String> optionsOf(Level level, String verb) {
        return create(verb).levelsByOption().entrySet().stream()
                .filter(it -> it.getValue() == level)
                .map(Map.Entry::getKey);
    }

    private String summary(String verb) {
        return CommandLines.summary(create(verb));
    }

    private String summary(String verb, String option) {
        return CommandLines.summary(create(verb), option);
    }

    private static Stream<String> options() {
        return Stream.of(
                row(12, "--help", "examples, level and options of the verb"),
                row(12, "--json", "one JSON document on standard output, also for errors"),
                row(12, "--plain", "no colour; --color: colour also into a pipe"));
    }

    private static Stream<String> exitCodes() {
        return Stream.of(ExitCode.values())
                .map(code -> String.format(Locale.ROOT, "%3d  %s", code.number(), code.meaning()));
    }

    private static Stream<String> environment() {
        return Stream.of(
                row(24, "NO_COLOR", "when set and not empty: no colour"),
                row(24, "COLUMNS", "width of the output, where the terminal does not tell"),
                row(24, "RESCUEKIT_JAVA_OPTIONS", "more options for the bundle's Java runtime"));
    }

    private static String row(int width, String left, String right) {
        String indent = " ".repeat(INDENT + width + 1);
        String wrapped = Wrap.lines(right, CommandLines.WIDTH - indent.length()).replace("\n", "\n" + indent);
        return String.format(Locale.ROOT, "%-" + width + "s %s", left, wrapped);
    }

    private JsonObject levelsByOption(String verb) {
        JsonObject levels = new JsonObject();
        create(verb).levelsByOption().forEach((option, level) -> levels.addProperty(option, level.word()));
        return levels;
    }

    private JsonObject json() {
        JsonArray verbs = new JsonArray();
        for (String verb : Verbs.names()) {
            JsonObject entry = new JsonObject();
            entry.addProperty("name", verb);
            entry.addProperty("level", create(verb).level().word());
            entry.add("levelsByOption", levelsByOption(verb));
            entry.addProperty("summary", summary(verb));
            verbs.add(entry);
        }
        JsonObject json = new JsonObject();
        json.add("verbs", verbs);
        return json;
    }
}
