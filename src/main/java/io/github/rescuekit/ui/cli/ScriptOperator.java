package io.github.rescuekit.ui.cli;

import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.ui.Operator;
import java.io.Console;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The operator of a one-shot command: a person at a terminal, or a script. */
public final class ScriptOperator implements Operator {

    private static final int DEFAULT_COLUMNS = 80;

    private final PrintWriter out;
    private final PrintWriter err;
    private final Optional<Console> console;

    /**
     * Speaks to the given streams.
     *
     * @param console the terminal, null when standard input or output is none
     */
    public ScriptOperator(OutputStream out, OutputStream err, @Nullable Console console) {
        this.out = new PrintWriter(out, false, StandardCharsets.UTF_8);
        this.err = new PrintWriter(err, true, StandardCharsets.UTF_8);
        this.console = Optional.ofNullable(console);
    }

    @Override
    public PrintWriter out() {
        return out;
    }

    @Override
    public PrintWriter err() {
        return err;
    }

    @Override
    public boolean isPresent() {
        return console.isPresent();
    }

    @Override
    public boolean likesColour() {
        return isPresent() && System.getenv("NO_COLOR") == null && !"dumb".equals(System.getenv("TERM"));
    }

    @Override
    public int columns() {
        return DEFAULT_COLUMNS;
    }

    @Override
    public boolean confirm(String question, String option) {
        return ask(question + " Type yes to go on:", option).equals("yes");
    }

    @Override
    public String ask(String question, String option) {
        Console terminal = console.orElseThrow(() -> new RescueException(
                ExitCode.PERSON_NEEDED,
                "nobody is there to answer: " + question,
                "pass " + option + " when no terminal is attached"));
        String answer = terminal.readLine("%s ", question);
        return answer == null ? "" : answer.strip();
    }

    @Override
    public void progress(String line) {
        if (isPresent()) {
            err.print("\r" + line + "\u001b[K");
            err.flush();
        }
    }
}
