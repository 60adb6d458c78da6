package io.github.rescuekit.ui.console;

import java.io.IOException;
import java.io.Writer;
import java.util.function.IntSupplier;

/**
 * Stops when a page is full and waits for a key: the console of a provider has nothing to scroll back with.
 *
 * <p>A page begins with each line that the operator types.
 */
final class Pager extends Writer {

    private static final String MORE = "-- more: Space for the next page, Enter for a line, q to leave out the rest --";
    private static final int CTRL_C = 3;
    private static final int CTRL_D = 4;
    private static final char ESCAPE = '\u001b';

    private final Writer terminal;
    private final IntSupplier rows;
    private final IntSupplier columns;
    private final IntSupplier key;

    private int rowsLeft;
    private int column;
    private boolean inEscape;
    private boolean skipping;

    /** @param key waits for a key and returns it; below zero when there is none to come */
    Pager(Writer terminal, IntSupplier rows, IntSupplier columns, IntSupplier key) {
        this.terminal = terminal;
        this.rows = rows;
        this.columns = columns;
        this.key = key;
        beginPage();
    }

    /** The operator has seen everything until here. */
    synchronized void beginPage() {
        rowsLeft = rows.getAsInt() - 1;
        column = 0;
        skipping = false;
    }

    @Override
    public synchronized void write(char[] text, int from, int count) throws IOException {
        for (int i = from; i < from + count && !skipping; i++) {
            if (rowsLeft <= 0) {
                waitForKey();
            }
            if (!skipping) {
                terminal.write(text[i]);
                count(text[i]);
            }
        }
    }

    private void count(char c) {
        if (inEscape) {
            inEscape = !Character.isLetter(c);
        } else if (c == ESCAPE) {
            inEscape = true;
        } else if (c == '\n') {
            rowsLeft--;
            column = 0;
        } else if (c == '\r') {
            column = 0;
        } else if (column == columns.getAsInt()) {
            rowsLeft--;
            column = 1;
        } else {
            column++;
        }
    }

    private void waitForKey() throws IOException {
        int room = Math.min(MORE.length(), columns.getAsInt() - 1);
        terminal.write(MORE.substring(0, room));
        terminal.flush();
        act(key.getAsInt());
        terminal.write("\r" + " ".repeat(room) + "\r");
        terminal.flush();
    }

    private void act(int pressed) {
        switch (pressed) {
            case '\r', '\n' -> rowsLeft = 1;
            case 'q', 'Q', CTRL_C, CTRL_D -> skipping = true;
            default -> {
                skipping = pressed < 0;
                rowsLeft = rows.getAsInt() - 1;
            }
        }
    }

    @Override
    public void flush() throws IOException {
        terminal.flush();
    }

    @Override
    public void close() throws IOException {
        terminal.close();
    }
}
