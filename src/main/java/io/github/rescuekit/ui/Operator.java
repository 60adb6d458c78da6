package io.github.rescuekit.ui;

import java.io.PrintWriter;

/** The person or the script in front of the program. */
public interface Operator {

    /** Where answers go: standard output, or the console's terminal. */
    PrintWriter out();

    /** Where everything else goes: progress, notices, errors. */
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
     * @throws io.github.rescuekit.model.RescueException when nobody can be asked
     */
    boolean confirm(String question, String option);

    /** Asks for a line of text. */
    String ask(String question, String option);

    /** Shows how far something long has come, replacing the line shown before. */
    void progress(String line);
}
