package io.github.rescuekit.ui.cli;

import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.Secret;
import io.github.rescuekit.report.Show;
import io.github.rescuekit.ui.Operator;
import io.github.rescuekit.ui.ProgressLine;
import io.github.rescuekit.ui.ShownText;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.Charset;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jline.utils.Signals;

/** The operator of a one-shot command: a person at a terminal, or a script. */
public final class ScriptOperator implements Operator {

    private static final String BROKEN_PIPE = "Broken pipe";
    private static final char[] NOTHING = {};

    /**
     * The streams and what is behind them.
     *
     * @param canAnswer a person sees {@code err} and types into {@code in}
     * @param colour {@code out} is a terminal that shows colour
     * @param errIsTerminal a progress line can be written over
     * @param isHungUp the terminal was lost
     */
    public record Streams(
            InputStream in,
            OutputStream out,
            OutputStream err,
            Charset charset,
            boolean canAnswer,
            boolean colour,
            boolean errIsTerminal,
            BooleanSupplier isHungUp) {}

    private final Streams streams;
    private final IntSupplier columns;
    private final StandardOutput output;
    private final PrintWriter out;
    private final PrintWriter err;
    private final ProgressLine progress;
    private volatile boolean endOfInput;

    public ScriptOperator(Streams streams, IntSupplier columns) {
        this.streams = streams;
        this.columns = columns;
        this.output = new StandardOutput(streams.out());
        this.out = new PrintWriter(shown(output, streams.charset()), false);
        this.err = new PrintWriter(shown(streams.err(), streams.charset()), true);
        PrintWriter bare = new PrintWriter(streams.err(), true, streams.charset());
        this.progress = new ProgressLine(bare, streams.errIsTerminal(), columns, System::nanoTime);
    }

    private static Writer shown(OutputStream stream, Charset charset) {
        return new ShownText(new BufferedWriter(new OutputStreamWriter(stream, charset)));
    }

    @Override
    public PrintWriter out() {
        progress.clear();
        return out;
    }

    @Override
    public PrintWriter err() {
        progress.clear();
        return err;
    }

    @Override
    public boolean isPresent() {
        return streams.canAnswer();
    }

    @Override
    public boolean likesColour() {
        return streams.colour();
    }

    @Override
    public int columns() {
        return columns.getAsInt();
    }

    @Override
    public String ask(String question, String option) {
        if (!isPresent()) {
            throw Operator.unanswered(question, option);
        }
        out().flush();
        err().print(question + " ");
        err().flush();
        return answer(this::readLine).strip();
    }

    @Override
    @SuppressWarnings("SystemConsoleNull") // On Java 17 it is, without a terminal.
    public Secret askSecret(String question, String option) {
        Console console = System.console();
        if (!isPresent() || console == null) {
            throw Operator.unanswered(question, option);
        }
        out().flush();
        err().flush();
        return new Secret(answer(() -> new String(Optional.ofNullable(console.readPassword("%s ", Show.text(question)))
                .orElse(NOTHING))));
    }

    // A read from a terminal cannot be interrupted, a wait for another thread can.
    private static String answer(Supplier<String> reading) {
        CompletableFuture<String> line = new CompletableFuture<>();
        Thread reader = new Thread(() -> line.complete(reading.get()), "answer");
        reader.setDaemon(true);
        reader.start();
        try {
            return line.get();
        } catch (InterruptedException e) {
            throw Operator.brokenOff(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private String readLine() {
        try {
            String line = new BufferedReader(new InputStreamReader(streams.in(), streams.charset())).readLine();
            endOfInput = line == null;
            return line == null ? "" : line;
        } catch (IOException e) {
            // A terminal that is lost.
            endOfInput = true;
            return "";
        }
    }

    @Override
    public boolean isGone() {
        return endOfInput || streams.isHungUp().getAsBoolean();
    }

    @Override
    public void progress(String line) {
        progress.show(line);
    }

    // A handler that does nothing, and not SIG_IGN: an ignored signal would stay ignored in the child.
    @Override
    public <T> T lendTerminal(Supplier<T> child) {
        out().flush();
        Object previous = Signals.register("INT", () -> {});
        try {
            return child.get();
        } finally {
            Signals.unregister("INT", previous);
        }
    }

    /** What the process tells its caller once everything is written: a lost answer is no success. */
    ExitCode afterWriting(ExitCode verdict) {
        out().flush();
        return output.failure().map(failure -> lost(verdict, failure)).orElse(verdict);
    }

    private ExitCode lost(ExitCode verdict, IOException failure) {
        boolean failed = verdict != ExitCode.DONE && verdict != ExitCode.PROBLEMS_FOUND;
        if (String.valueOf(failure.getMessage()).contains(BROKEN_PIPE)) {
            return failed ? verdict : ExitCode.OUTPUT_CLOSED;
        }
        err().println("rescuekit: the answer could not be written: " + failure.getMessage() + ".");
        err().println("Next: give standard output a place with room; the verb itself ended with code "
                + verdict.number() + ".");
        return failed ? verdict : ExitCode.TOOL_FAILED;
    }
}
