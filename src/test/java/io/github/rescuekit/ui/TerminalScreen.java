package io.github.rescuekit.ui;

import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.Runner;
import io.github.rescuekit.exec.SystemRunner;
import io.github.rescuekit.exec.Tools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** A terminal of a test's own, in which a program runs and keys are pressed: tmux with a server of its own. */
public final class TerminalScreen implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long BETWEEN_LOOKS_MILLIS = 50;

    private final Runner runner = new SystemRunner(Tools.OF_THIS_SYSTEM);
    private final Path directory = temporaryDirectory();

    /** Starts a command line of sh(1) and keeps its last screen after it has ended. */
    public TerminalScreen(int columns, int rows, String commandLine) {
        tmux(
                "-f",
                "/dev/null",
                "new-session",
                "-d",
                "-x",
                Integer.toString(columns),
                "-y",
                Integer.toString(rows),
                commandLine + "; echo \"ended with $?\"; exec sleep 600");
    }

    /** Presses keys by their tmux names, such as {@code Enter}, {@code Tab} or {@code C-c}; other words are typed. */
    public void press(String... keys) {
        List<String> words = new ArrayList<>(List.of("send-keys", "--"));
        words.addAll(List.of(keys));
        tmux(words.toArray(String[]::new));
    }

    /** Pastes text as a terminal does, in brackets when the program asked for them. */
    public void paste(String text) {
        tmux("set-buffer", text);
        tmux("paste-buffer", "-p");
    }

    /** What the screen shows, without empty lines at its end. */
    public String shown() {
        return tmux("capture-pane", "-p").stripTrailing();
    }

    /** The same with its escape sequences for colour. */
    public String shownWithColour() {
        return tmux("capture-pane", "-p", "-e");
    }

    /** Waits until the screen shows the text; an endless wait ends in an error that holds the screen. */
    public String waitFor(String text) {
        return waitUntil(shown -> shown.contains(text), "shows '" + text + "'");
    }

    /** Waits until the last line that is not empty is exactly this one. */
    public String waitForLastLine(String line) {
        return waitUntil(shown -> ("\n" + shown).endsWith("\n" + line), "ends with the line '" + line + "'");
    }

    private String waitUntil(Predicate<String> condition, String expected) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        String shown = shown();
        while (!condition.test(shown)) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("no screen that " + expected + " came; the last one:\n" + shown);
            }
            pause();
            shown = shown();
        }
        return shown;
    }

    private static void pause() {
        try {
            Thread.sleep(BETWEEN_LOOKS_MILLIS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private String tmux(String... words) {
        return runner.run(Command.of("tmux", "-S", directory.resolve("socket").toString())
                        .with(words))
                .out();
    }

    @Override
    public void close() {
        tmux("kill-server");
        try {
            Files.deleteIfExists(directory.resolve("socket"));
            Files.delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path temporaryDirectory() {
        try {
            return Files.createTempDirectory("rescuekit-screen");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
