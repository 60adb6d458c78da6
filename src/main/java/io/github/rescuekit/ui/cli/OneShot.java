package io.github.rescuekit.ui.cli;

import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.ui.Toolkit;
import io.github.rescuekit.ui.command.VerbRunner;
import java.util.ArrayList;
import java.util.List;

/** Runs the one verb named on the command line. */
public final class OneShot {

    private final Toolkit toolkit;
    private final ScriptOperator operator;

    public OneShot(Toolkit toolkit, ScriptOperator operator) {
        this.toolkit = toolkit;
        this.operator = operator;
    }

    /** Runs {@code words}, as typed behind the program's name; at least one. */
    public ExitCode run(List<String> words) {
        ExitCode verdict = new VerbRunner(toolkit, operator).run(verbFirst(words));
        return operator.afterWriting(verdict);
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
