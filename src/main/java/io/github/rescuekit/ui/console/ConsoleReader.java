package io.github.rescuekit.ui.console;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.terminal.Terminal;

/** The line editor of the console: completion, and a history that only its owner can read. */
final class ConsoleReader {

    private static final int KEPT_LINES = 500;

    private ConsoleReader() {}

    static LineReader of(Terminal terminal, Completer completer, Path history) {
        LineReaderBuilder builder = LineReaderBuilder.builder()
                .terminal(terminal)
                .appName("rescuekit")
                .parser(Words.PARSER)
                .completer(completer)
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .option(LineReader.Option.HISTORY_TIMESTAMPED, false)
                .option(LineReader.Option.HISTORY_IGNORE_SPACE, true)
                .option(LineReader.Option.AUTO_FRESH_LINE, false)
                // A second Tab lists again; it never types a word that nobody chose.
                .option(LineReader.Option.AUTO_MENU, false)
                .variable(LineReader.HISTORY_SIZE, KEPT_LINES)
                .variable(LineReader.HISTORY_FILE_SIZE, KEPT_LINES)
                .variable(LineReader.BELL_STYLE, "none");
        if (prepared(history)) {
            builder.variable(LineReader.HISTORY_FILE, history);
        }
        return builder.build();
    }

    /** False when there is no place to keep it; the history then lasts as long as the console. */
    private static boolean prepared(Path history) {
        try {
            Files.createDirectories(
                    history.getParent(),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Files.createFile(
                    history, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            return true;
        } catch (FileAlreadyExistsException e) {
            return Files.isRegularFile(history) && Files.isWritable(history);
        } catch (IOException e) {
            return false;
        }
    }
}
