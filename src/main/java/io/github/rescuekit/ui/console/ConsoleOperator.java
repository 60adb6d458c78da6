package io.github.rescuekit.ui.console;

import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.model.Secret;
import io.github.rescuekit.report.Show;
import io.github.rescuekit.ui.Operator;
import io.github.rescuekit.ui.ProgressLine;
import io.github.rescuekit.ui.ShownText;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.function.Supplier;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.Terminal.SignalHandler;

/** The person at the console. */
final class ConsoleOperator implements Operator {

    private static final int DEFAULT_COLUMNS = 80;
    private static final int DEFAULT_ROWS = 24;
    // JLine shows nothing at all for this one.
    private static final char UNSEEN = '\0';

    private final Terminal terminal;
    private final boolean colour;
    private final LineReader questions;
    private final ProgressLine progress;
    private final Pager pager;
    private final PrintWriter out;
    private volatile boolean gone;
    private volatile boolean endOfInput;

    ConsoleOperator(Terminal terminal, boolean colour) {
        this.terminal = terminal;
        this.colour = colour;
        this.questions = LineReaderBuilder.builder()
                .terminal(terminal)
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .variable(LineReader.DISABLE_COMPLETION, true)
                .variable(LineReader.DISABLE_HISTORY, true)
                .build();
        this.pager = new Pager(terminal.writer(), this::rows, this::columns, this::key);
        this.out = new PrintWriter(new ShownText(pager));
        this.progress = new ProgressLine(terminal.writer(), true, this::columns, System::nanoTime);
    }

    @Override
    public PrintWriter out() {
        progress.clear();
        return out;
    }

    /** What is printed from here on begins a new page. */
    void beginPage() {
        pager.beginPage();
    }

    @Override
    public PrintWriter err() {
        return out();
    }

    @Override
    public boolean isPresent() {
        return true;
    }

    @Override
    public boolean likesColour() {
        return colour;
    }

    @Override
    public int columns() {
        int width = terminal.getColumns();
        return width == 0 ? DEFAULT_COLUMNS : width;
    }

    private int rows() {
        int height = terminal.getRows();
        return height == 0 ? DEFAULT_ROWS : height;
    }

    private int key() {
        Attributes before = terminal.enterRawMode();
        try {
            return terminal.reader().read();
        } catch (IOException e) {
            // Ctrl-C: the rest of the page is left out, and the step that prints it learns of the interrupt.
            Thread.currentThread().interrupt();
            return -1;
        } finally {
            terminal.setAttributes(before);
        }
    }

    @Override
    public String ask(String question, String option) {
        out().flush();
        endOfInput = false;
        try {
            String answer = questions.readLine(Show.text(question) + " ").strip();
            beginPage();
            return answer;
        } catch (UserInterruptException e) {
            throw Operator.brokenOff(e);
        } catch (EndOfFileException e) {
            endOfInput = true;
            return "";
        }
    }

    @Override
    public Secret askSecret(String question, String option) {
        out().flush();
        try {
            Secret secret = new Secret(questions.readLine(Show.text(question) + " ", UNSEEN));
            beginPage();
            return secret;
        } catch (UserInterruptException | EndOfFileException e) {
            throw Operator.brokenOff(e);
        }
    }

    /** The console is told to end, or its terminal is lost. */
    void leave() {
        gone = true;
    }

    // Ctrl-D at a question ends that question only.
    @Override
    public boolean isGone() {
        return gone || endOfInput;
    }

    @Override
    public void progress(String line) {
        progress.show(line);
    }

    @Override
    public <T> T lendTerminal(Supplier<T> child) {
        out().flush();
        Attributes attributes = terminal.getAttributes();
        SignalHandler interrupt = terminal.handle(Signal.INT, signal -> {});
        SignalHandler stop = terminal.handle(Signal.TSTP, signal -> {});
        pause();
        try {
            return child.get();
        } finally {
            terminal.setAttributes(attributes);
            terminal.handle(Signal.INT, interrupt);
            terminal.handle(Signal.TSTP, stop);
            terminal.resume();
        }
    }

    // Waits until nobody here reads: the child must get every key.
    private void pause() {
        try {
            terminal.pause(true);
        } catch (InterruptedException e) {
            throw new RescueException(ExitCode.INTERRUPTED, "the step was interrupted", "start it again").causedBy(e);
        }
    }
}
