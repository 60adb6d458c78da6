package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.installed.LastBoot;
import io.github.rescuekit.installed.SystemFile;
import io.github.rescuekit.installed.SystemFiles;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The panic that the last boot ended in, as a log that is text tells it.
 *
 * @param release of the kernel that panicked
 * @param evidence the line, with its file
 */
record LastPanic(String release, String evidence) {

    private static final List<String> LOGS = List.of("/var/log/kern.log", "/var/log/messages", "/var/log/syslog");
    private static final int LAST_PART = 1 << 20;
    private static final Duration AT_ONCE = Duration.ofMinutes(10);
    private static final Pattern BOOT = Pattern.compile("\\bLinux version (?<release>\\d\\S{0,99})");
    private static final String PANIC = "Kernel panic - not syncing";

    static Optional<LastPanic> of(SystemFiles files) {
        return LOGS.stream()
                .filter(log -> isOfTheLastBoot(files, log))
                .flatMap(log -> files.tail(log, LAST_PART).stream()
                        .flatMap(bytes -> in(log, FileText.decode(bytes).text()).stream()))
                .findFirst();
    }

    // A log that nothing writes any more would tell of a boot long ago.
    private static boolean isOfTheLastBoot(SystemFiles files, String log) {
        return files.find(log)
                .filter(SystemFile::isRegular)
                .filter(file -> LastBoot.of(files)
                        .filter(last -> last.at().minus(AT_ONCE).isAfter(file.modified()))
                        .isEmpty())
                .isPresent();
    }

    private static Optional<LastPanic> in(String log, String text) {
        if (!text.contains(PANIC)) {
            return Optional.empty();
        }
        Optional<String> release = Optional.empty();
        Optional<String> panic = Optional.empty();
        for (String line : text.lines().toList()) {
            Matcher boot = BOOT.matcher(line);
            if (boot.find()) {
                release = Optional.of(boot.group("release"));
                panic = Optional.empty();
            } else if (line.contains(PANIC)) {
                panic = panic.or(() -> Optional.of(line.strip()));
            }
        }
        Optional<String> last = panic;
        return release.flatMap(it -> last.map(line -> new LastPanic(it, log + ": " + line)));
    }
}
