package io.github.rescuekit.ui;

import java.io.PrintWriter;
import java.util.function.Supplier;

/** The person or the script in front of the program. */
public interface Operator {

    /** Where answers go: standard output, or the console's terminal. Takes a progress line away first. */
    PrintWriter out();

    /** Where everything else goes: notices, questions, errors. Takes a progress line away first. */
    PrintWriter err();

    /** True when somebody can be asked. */
    boolean isPresent();

    /** True when escape sequences for colour are welcome. */
    boolean likesColour();

    /** Columns of the terminal; 80 when unknown. */
    int columns();

    /**
     * Asks a yes-or-no question; only yes, typed in full, is a yes.
     *
     * @param option what a script passes instead, such as {@code --yes}; named when nobody can be asked
     * @throws io.github.rescuekit.model.RescueException when nobody can be asked, or the question is interrupted
     */
    boolean confirm(String question, String option);

    /**
     * Asks for a line of text.
     *
     * @throws io.github.rescuekit.model.RescueException when nobody can be asked, or the question is interrupted
     */
    String ask(String question, String option);

    /** True once the terminal is lost, or its input is at an end: nobody reads on, and no answer will come. */
    boolean isGone();

    /** Shows how far something long has come, replacing the line shown before; cheap, so call it as often as you like. */
    void progress(String line);

    /**
     * Lends the terminal to a child program while it runs: Ctrl-C goes to the child alone, and the terminal comes back as
     * it was.
     */
    <T> T lendTerminal(Supplier<T> child);
}
