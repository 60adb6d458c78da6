package io.github.rescuekit.ui.console;

import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.report.Show;
import io.github.rescuekit.report.Style;
import io.github.rescuekit.session.Job;
import io.github.rescuekit.ui.Toolkit;
import io.github.rescuekit.ui.command.CommandLines;
import io.github.rescuekit.ui.command.VerbRunner;
import io.github.rescuekit.ui.console.Glance.Mounted;
import java.io.IOError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.utils.Signals;

/** Reads a line, runs its verb, and starts over until the operator leaves. */
public final class Console {

    private static final Set<String> LEAVING = Set.of("exit", "quit", "logout");
    private static final Set<ExitCode> GOES_ON = Set.of(ExitCode.DONE, ExitCode.PROBLEMS_FOUND);

    private final Toolkit toolkit;
    private final Terminal terminal;
    private final ConsoleOperator operator;
    private final LineReader reader;
    private volatile boolean toldToEnd;
    private final Surroundings surroundings;

    /**
     * Settings of the console.
     *
     * @param type the terminal's type as in TERM, empty when nobody told
     * @param colour the operator likes colour
     * @param history where typed lines are kept
     */
    public record Settings(String type, Charset charset, boolean colour, Path history) {}

    private Console(Toolkit toolkit, Terminal terminal, Settings settings) {
        this.toolkit = toolkit;
        this.terminal = terminal;
        this.operator = new ConsoleOperator(terminal, settings.colour());
        this.surroundings = new Surroundings(toolkit);
        this.reader = ConsoleReader.of(
                terminal,
                new VerbCompleter(CommandLines.tree(toolkit, operator), List.of("exit"), surroundings::words),
                settings.history());
    }

    /** Opens the console on the terminal of this process and stays until the operator leaves. */
    public static ExitCode open(Toolkit toolkit, Settings settings) {
        try (Terminal terminal = ConsoleTerminal.open(settings.type(), settings.charset())) {
            return new Console(toolkit, terminal, settings).run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ExitCode run() {
        listenToSignals(Thread.currentThread());
        greet();
        boolean open = true;
        while (open && !toldToEnd) {
            open = read().map(this::runAll).orElse(false);
        }
        sayWhatStaysMounted();
        return toldToEnd ? ExitCode.INTERRUPTED : ExitCode.DONE;
    }

    /** Ctrl-C ends the running step; a lost line, or kill, ends the console behind it. */
    private void listenToSignals(Thread work) {
        terminal.handle(Signal.INT, signal -> work.interrupt());
        for (String signal : List.of("TERM", "HUP")) {
            Signals.register(signal, () -> {
                toldToEnd = true;
                operator.leave();
                // The second one ends the process at once, should the step hang.
                Signals.registerDefault(signal);
                work.interrupt();
            });
        }
    }

    private void greet() {
        operator.out().println("Rescuekit " + toolkit.version());
        operator.out().println("Tab completes, Ctrl-C stops a step, 'help' lists the verbs, 'exit' leaves.");
        List<Job> running = toolkit.jobs().running();
        running.forEach(job -> operator.out()
                .println("Still running: job " + job.id() + ", "
                        + Show.text(job.order().toString()) + ". Next: attach " + job.id()));
        operator.out().println(running.isEmpty() ? "Begin with 'survey'." : "'jobs' shows more.");
    }

    /** What was typed; empty when the operator leaves. */
    private Optional<String> read() {
        operator.out().flush();
        // A Ctrl-C that came when the step had just ended must not touch the next.
        Thread.interrupted();
        try {
            String typed = reader.readLine(Prompt.of(surroundings.mounted(), new Style(operator.likesColour())));
            operator.beginPage();
            return Optional.of(typed);
        } catch (UserInterruptException e) {
            return Optional.of("");
        } catch (EndOfFileException | IOError e) {
            // Ctrl-D, or a terminal that is gone.
            return Optional.empty();
        }
    }

    /** Runs line after line, as long as they go well; false when one of them leaves. */
    private boolean runAll(String typed) {
        for (List<String> words : Words.lines(typed)) {
            if (words.size() == 1 && LEAVING.contains(words.get(0))) {
                return false;
            }
            if (!GOES_ON.contains(run(words))) {
                return true;
            }
        }
        return true;
    }

    private ExitCode run(List<String> words) {
        surroundings.leaveDevicesAlone();
        VerbRunner runner = VerbRunner.startingJobs(toolkit, operator);
        return Words.shellWord(words)
                .map(word -> runner.fail(words, shellNeeded(word)))
                .orElseGet(() -> runner.run(words));
    }

    private static RescueException shellNeeded(String word) {
        return RescueException.usage(
                "the console runs one verb a line and knows no '" + word + "'",
                "leave with 'exit' and type it in the shell, with 'rescuekit' before the verb");
    }

    private void sayWhatStaysMounted() {
        for (Mounted system : surroundings.mounted()) {
            operator.out()
                    .println("Still mounted: " + system.name() + " at " + system.at()
                            + (system.writable() ? ", writable" : ", read-only") + ". Next: rescuekit umount.");
        }
        operator.out().flush();
    }
}
