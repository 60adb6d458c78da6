package io.github.rescuekit.ui.command;

import io.github.rescuekit.ui.Operator;
import io.github.rescuekit.ui.Toolkit;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Sets picocli up: one way for every verb, so that parsing, help and completion agree. */
public final class CommandLines {

    static final String PROGRAM = "rescuekit";

    static final int WIDTH = 80;
    private static final String LEVEL = "level";
    private static final List<String> EXAMPLES_FIRST = List.of(
            UsageMessageSpec.SECTION_KEY_DESCRIPTION,
            UsageMessageSpec.SECTION_KEY_FOOTER,
            UsageMessageSpec.SECTION_KEY_SYNOPSIS_HEADING,
            UsageMessageSpec.SECTION_KEY_SYNOPSIS,
            LEVEL,
            UsageMessageSpec.SECTION_KEY_PARAMETER_LIST_HEADING,
            UsageMessageSpec.SECTION_KEY_PARAMETER_LIST,
            UsageMessageSpec.SECTION_KEY_OPTION_LIST_HEADING,
            UsageMessageSpec.SECTION_KEY_OPTION_LIST);

    private CommandLines() {}

    /** The parser of one verb. */
    static CommandLine of(String name, Verb verb) {
        CommandLine line = new CommandLine(verb);
        line.setCommandName(PROGRAM + " " + name)
                // "@FILE" is a word like any other here, and a value never swallows the option after it.
                .setExpandAtFiles(false)
                .setAllowOptionsAsOptionParameters(false)
                .setInterpolateVariables(false)
                .setUsageHelpWidth(WIDTH)
                .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
                .setHelpSectionKeys(EXAMPLES_FIRST);
        line.getHelpSectionMap().put(LEVEL, help -> levelOf(verb));
        line.getCommandSpec()
                .usageMessage()
                .sortOptions(false)
                .sortSynopsis(false)
                .synopsisHeading("%nUsage: ")
                .parameterListHeading("%n")
                .optionListHeading("%n");
        return line;
    }

    /** All verbs below one command, for completion. */
    public static CommandLine tree(Toolkit toolkit, Operator operator) {
        CommandLine root = new CommandLine(CommandSpec.create().name(PROGRAM));
        for (String name : Verbs.names()) {
            Verb verb = Verbs.find(name).orElseThrow().create(toolkit, operator);
            CommandLine line = of(name, verb);
            line.setCommandName(name);
            root.addSubcommand(name, line);
        }
        return root;
    }

    /** What a verb does: the first line of its description. */
    static String summary(Verb verb) {
        return new CommandLine(verb).getCommandSpec().usageMessage().description()[0];
    }

    /** What an option of a verb does: the first line of its description. */
    static String summary(Verb verb, String option) {
        return new CommandLine(verb).getCommandSpec().findOption(option).description()[0];
    }

    private static String levelOf(Verb verb) {
        StringBuilder lines = new StringBuilder("Level: " + inWords(verb.level()) + "\n");
        verb.levelsByOption().forEach((option, level) -> lines.append("With " + option + ": " + inWords(level) + "\n"));
        return lines.toString();
    }

    private static String inWords(Level level) {
        return level.word() + " (" + level.promise() + ")";
    }
}
