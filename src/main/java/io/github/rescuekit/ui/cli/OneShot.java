package io.github.rescuekit.ui.cli;

import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.ui.Operator;
import io.github.rescuekit.ui.Toolkit;
import io.github.rescuekit.ui.command.VerbRunner;
import io.github.rescuekit.ui.command.Verbs;
import java.util.List;

/** Runs the one verb named on the command line. */
public final class OneShot {

    private final Toolkit toolkit;
    private final Operator operator;

    public OneShot(Toolkit toolkit, Operator operator) {
        this.toolkit = toolkit;
        this.operator = operator;
    }

    public ExitCode run(List<String> words) {
        return switch (words.get(0)) {
            case "--version", "-V" -> say("rescuekit " + toolkit.version());
            case "--help", "-h", "help" -> say("Verbs: " + String.join(" ", Verbs.names()));
            default -> new VerbRunner(toolkit, operator).run(words);
        };
    }

    private ExitCode say(String text) {
        operator.out().println(text);
        operator.out().flush();
        return ExitCode.DONE;
    }
}
