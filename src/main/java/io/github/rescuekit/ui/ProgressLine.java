package io.github.rescuekit.ui;

import io.github.rescuekit.report.Show;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * How far something long has come: on a terminal one line that is written over, elsewhere a plain line every ten seconds.
 * It uses no escape sequence, so it works on every terminal.
 */
public final class ProgressLine {

    // Four lines of 80 characters a second still fit through a serial line of 9600 baud.
    private static final Duration BETWEEN_UPDATES = Duration.ofMillis(250);
    private static final Duration BETWEEN_PLAIN_LINES = Duration.ofSeconds(10);

    private final PrintWriter out;
    private final boolean terminal;
    private final IntSupplier columns;
    private final LongSupplier nanos;
    private String shown = "";
    private long nextUpdate;

    public ProgressLine(PrintWriter out, boolean terminal, IntSupplier columns, LongSupplier nanos) {
        this.out = out;
        this.terminal = terminal;
        this.columns = columns;
        this.nanos = nanos;
        this.nextUpdate = nanos.getAsLong();
    }

    /** Shows the line, or leaves it out when the last one is too young. */
    public synchronized void show(String line) {
        long now = nanos.getAsLong();
        if (now - nextUpdate < 0) {
            return;
        }
        nextUpdate = now + (terminal ? BETWEEN_UPDATES : BETWEEN_PLAIN_LINES).toNanos();
        String safe = Show.text(line);
        if (terminal) {
            replaceWith(safe);
        } else {
            out.println(safe);
            out.flush();
        }
    }

    /** Takes the line away, so that something else can be written. */
    public synchronized void clear() {
        if (!shown.isEmpty()) {
            replaceWith("");
            nextUpdate = nanos.getAsLong();
        }
    }

    private void replaceWith(String line) {
        // The last column stays free: many terminals wrap when it is written.
        int room = columns.getAsInt() - 1;
        String fitting = line.length() <= room ? line : line.substring(0, room);
        out.print("\r" + fitting + " ".repeat(Math.max(0, shown.length() - fitting.length())));
        out.print(fitting.isEmpty() ? "\r" : "");
        out.flush();
        shown = fitting;
    }
}
