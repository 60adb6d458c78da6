package io.github.rescuekit.ui;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** A stream that every process starts with, and whether a terminal is behind it. */
public enum StandardStream {
    IN(0),
    OUT(1),
    ERR(2);

    private static final Path TERMINAL_DRIVERS = Path.of("/proc/tty/drivers");
    // "pty_slave            /dev/pts      136 0-1048575 pty:slave"
    private static final Pattern DRIVER = Pattern.compile("\\S+\\s+\\S+\\s+(\\d+)\\s.*");

    private final Path node;

    StandardStream(int descriptor) {
        this.node = Path.of("/proc/self/fd/" + descriptor);
    }

    /**
     * True when it is a terminal.
     *
     * <p>java.io.Console answers for input and output together, and since Java 22 also without any terminal. The device
     * behind the descriptor answers for each alone, and from inside any mount namespace.
     */
    public boolean isTerminal() {
        try {
            long device = (long) Files.getAttribute(node, "unix:rdev");
            return device != 0 && isTerminalDriver(device >> 8 & 0xfff);
        } catch (IOException e) {
            // A closed descriptor, or a system without /proc: nobody can be asked there.
            return false;
        }
    }

    /** The node of the terminal, such as {@code /dev/pts/3}; empty when this is none. */
    public Optional<Path> terminal() {
        try {
            return isTerminal() ? Optional.of(Files.readSymbolicLink(node)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static boolean isTerminalDriver(long major) throws IOException {
        return Files.readAllLines(TERMINAL_DRIVERS).stream()
                .map(DRIVER::matcher)
                .anyMatch(driver -> driver.matches() && Long.parseLong(driver.group(1)) == major);
    }
}
