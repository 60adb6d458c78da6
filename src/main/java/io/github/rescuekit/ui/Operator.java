package io.github.rescuekit.ui;

import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.model.Secret;
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
     * @throws RescueException when nobody can be asked, or the question is interrupted
     */
    default boolean confirm(String question, String option) {
        return ask(question + " Type yes to go on:", option).equals("yes");
    }

    /**
     * Asks for a line of text.
     *
     * @throws RescueException when nobody can be asked, or the question is interrupted
     */
    String ask(String question, String option);

    /**
     * Asks for a secret, which nobody sees while it is typed.
     *
     * @throws RescueException when nobody can be asked, or the question is interrupted
     */
    default Secret askSecret(String question, String option) {
        throw unanswered(question, option);
    }

    /** True once the terminal is lost, or its input is at an end: nobody reads on, and no answer will come. */
    boolean isGone();

    /** The error of a question that nobody is there for. */
    static RescueException unanswered(String question, String option) {
        return new RescueException(
                ExitCode.PERSON_NEEDED,
                "nobody is there to answer: " + question,
                "pass " + option + " when no terminal is attached");
    }

    /** The error of a question that was broken off. */
    static RescueException brokenOff(Throwable cause) {
        return new RescueException(
                        ExitCode.INTERRUPTED, "the question was not answered", "start again when you have decided")
                .causedBy(cause);
    }

    /** Shows how far something long has come, replacing the line shown before; cheap, so call it as often as you like. */
    void progress(String line);

    /**
     * Lends the terminal to a child program while it runs: Ctrl-C goes to the child alone, and the terminal comes back as
     * it was.
     */
    <T> T lendTerminal(Supplier<T> child);
}
