package io.github.rescuekit.ui.cli;

import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.ui.Toolkit;
import io.github.rescuekit.ui.command.VerbRunner;
import java.util.ArrayList;
import java.util.List;

/** Runs the one verb named on the command line. */
public final class OneShot {

    private static final List<String> CONSOLE = List.of("console");

    private final Toolkit toolkit;
    private final ScriptOperator operator;

    public OneShot(Toolkit toolkit, ScriptOperator operator) {
        this.toolkit = toolkit;
        this.operator = operator;
    }

    /** Runs {@code words}, as typed behind the program's name. */
    public ExitCode run(List<String> words) {
        VerbRunner runner = VerbRunner.startingJobs(toolkit, operator);
        ExitCode verdict = words.isEmpty() ? runner.fail(CONSOLE, noTerminal()) : runner.run(verbFirst(words));
        return operator.afterWriting(verdict);
    }

    private static RescueException noTerminal() {
        return RescueException.usage(
                "the console needs a terminal for input and output",
                "name a verb, such as 'rescuekit survey'; 'rescuekit help' lists them");
    }

    // "rescuekit --json survey" means "rescuekit survey --json", and "rescuekit --help" means "rescuekit help".
    private static List<String> verbFirst(List<String> words) {
        List<String> options =
                words.stream().takeWhile(word -> word.startsWith("-")).toList();
        List<String> ordered = new ArrayList<>(words.subList(options.size(), words.size()));
        if (!ordered.isEmpty()) {
            ordered.addAll(1, options);
            return ordered;
        }
        if (!options.contains("--help") && !options.contains("-h")) {
            return options;
        }
        ordered.add("help");
        options.stream()
                .filter(option -> !option.equals("--help") && !option.equals("-h"))
                .forEach(ordered::add);
        return ordered;
    }
}
