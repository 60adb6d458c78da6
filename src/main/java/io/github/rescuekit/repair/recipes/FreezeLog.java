package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.installed.SystemFile;
import io.github.rescuekit.installed.SystemFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The last words before a hang: the agent writes that it was called to freeze, and then nothing writes anything, because the
 * filesystem of the log is frozen. The next line is that of the next boot, or there is none.
 */
final class FreezeLog {

    private static final List<String> LOGS = List.of("/var/log/syslog", "/var/log/messages");
    private static final List<String> OLDER =
            List.of("/var/log/syslog.1", "/var/log/messages-*", "/var/log/messages.1");
    private static final int LAST_PART = 4 << 20;
    private static final String CALLED = "guest-fsfreeze called";
    private static final Pattern BOOT = Pattern.compile(
            "Linux version [0-9]|rsyslogd.*(?:start|restart)|syslogd.*restart|systemd\\[1\\]: systemd [0-9]|imklog|"
                    + "Command line: BOOT_IMAGE");

    private final SystemFiles files;

    FreezeLog(SystemFiles files) {
        this.files = files;
    }

    /** The last such words and what followed, for people; empty when no log that is text has them. */
    List<String> lastWords() {
        return Stream.concat(
                        LOGS.stream(),
                        OLDER.stream().flatMap(it -> files.glob(it).stream().map(SystemFile::path)))
                .flatMap(log -> lastWords(log).stream())
                .findFirst()
                .orElse(List.of());
    }

    private Optional<List<String>> lastWords(String log) {
        List<String> lines = files.tail(log, LAST_PART)
                .map(bytes -> FileText.decode(bytes).text().lines().toList())
                .orElse(List.of());
        for (int at = lines.size() - 1; at >= 0; at--) {
            if (lines.get(at).contains(CALLED) && nothingFollows(lines, at)) {
                return Optional.of(quote(log, lines, at));
            }
        }
        return Optional.empty();
    }

    private static boolean nothingFollows(List<String> lines, int at) {
        return at == lines.size() - 1 || BOOT.matcher(lines.get(at + 1)).find();
    }

    private static List<String> quote(String log, List<String> lines, int at) {
        List<String> words = new ArrayList<>();
        words.add(log + ": " + lines.get(at));
        words.add(
                at == lines.size() - 1
                        ? log + " ends there: nothing was written after the freeze"
                        : log + " goes on with the next boot: " + lines.get(at + 1));
        return words;
    }
}
