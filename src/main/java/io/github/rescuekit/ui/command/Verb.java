package io.github.rescuekit.ui.command;

import io.github.rescuekit.report.Answer;
import io.github.rescuekit.ui.Operator;
import io.github.rescuekit.ui.Toolkit;
import picocli.CommandLine.Option;

/** One verb: picocli fills its options, then it answers once. */
public abstract class Verb {

    @Option(names = "--json", description = "Answer with one JSON document on standard output.")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    private final Toolkit toolkit;
    private final Operator operator;

    protected Verb(Toolkit toolkit, Operator operator) {
        this.toolkit = toolkit;
        this.operator = operator;
    }

    /**
     * Does the work.
     *
     * @throws io.github.rescuekit.model.RescueException when it cannot
     */
    public abstract Answer run();

    public final boolean wantsJson() {
        return json;
    }

    public final boolean wantsHelp() {
        return help;
    }

    protected final Toolkit toolkit() {
        return toolkit;
    }

    protected final Operator operator() {
        return operator;
    }
}
