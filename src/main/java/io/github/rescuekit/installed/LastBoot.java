package io.github.rescuekit.installed;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The last sign of life of an installed system.
 *
 * @param at when the file was last written, by the clock of that system
 * @param evidence the file
 */
public record LastBoot(Instant at, String evidence) {

    // Files that a running system writes by itself. Those below /var may be on another filesystem, the others are not.
    private static final List<String> SIGNS = List.of(
            "/var/log/wtmp",
            "/var/log/journal/*/system.journal",
            "/var/log/syslog",
            "/var/log/messages",
            "/var/lib/systemd/random-seed",
            "/var/log/lastlog",
            "/etc/resolv.conf",
            "/etc/adjtime",
            "/root/.bash_history");

    /** The latest of the signs that there are. */
    public static Optional<LastBoot> of(SystemFiles files) {
        return SIGNS.stream()
                .flatMap(pattern -> files.glob(pattern).stream())
                .filter(SystemFile::isRegular)
                .map(file -> new LastBoot(file.modified(), file.path()))
                .max(Comparator.comparing(LastBoot::at));
    }
}
