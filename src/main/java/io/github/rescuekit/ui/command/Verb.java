package io.github.rescuekit.ui.command;

import io.github.rescuekit.report.Answer;
import io.github.rescuekit.report.Style;
import io.github.rescuekit.ui.Operator;
import io.github.rescuekit.ui.Toolkit;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** One verb: picocli fills its options, then it answers once. */
public abstract class Verb {

    // Behind the options that are the verb's own.
    private static final int LAST = 1000;

    @Option(names = "--json", order = LAST, description = "Answer with one JSON document on standard output.")
    private boolean json;

    @Option(names = "--plain", order = LAST, description = "No colour. NO_COLOR in the environment does the same.")
    private boolean plain;

    @Option(names = "--color", order = LAST, description = "Colour, also when the output is no terminal.")
    private boolean color;

    @Option(
            names = {"-h", "--help"},
            order = LAST,
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

    /** What it may do to a disk, at most. */
    public abstract Level level();

    /** Options with which it belongs to another level; none for most. */
    public Map<String, Level> levelsByOption() {
        return Map.of();
    }

    /** False for the few verbs that read no device: all others are refused without root rights. */
    public boolean needsRoot() {
        return true;
    }

    /** True for long work: it becomes a job, which goes on when the connection drops. */
    public boolean isLong() {
        return false;
    }

    public final boolean wantsJson() {
        return json;
    }

    public final boolean wantsHelp() {
        return help;
    }

    /** Emphasis for the text of the answer, as the operator likes it. */
    protected final Style style() {
        return new Style(!plain && (color || operator.likesColour()));
    }

    /** Tells what is going on: beside the answer, which must stay one JSON document. */
    protected final void tell(List<String> lines) {
        PrintWriter to = wantsJson() ? operator().err() : operator().out();
        lines.forEach(to::println);
        to.flush();
    }

    /** The same for text of several lines. */
    protected final void tell(String text) {
        tell(text.lines().toList());
    }

    protected final Toolkit toolkit() {
        return toolkit;
    }

    protected final Operator operator() {
        return operator;
    }
}
