package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.installed.SystemFile;
import io.github.rescuekit.installed.SystemFiles;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Files that no program needs to run: what they are, and the command that drops them for good. */
enum Reclaimable {
    PACKAGES(
            "packages that can be fetched again",
            ".+\\.(deb|rpm|pkg\\.tar\\.\\w+)",
            "/var/cache/apt/archives/*",
            "/var/cache/apt/archives/partial/*",
            "/var/cache/dnf/*/packages/*",
            "/var/cache/yum/*/packages/*",
            "/var/cache/yum/*/*/*/packages/*",
            "/var/cache/zypp/packages/*/*/*",
            "/var/cache/pacman/pkg/*") {
        @Override
        Optional<String> command(SystemFiles files) {
            return PACKAGE_TOOLS.stream()
                    .filter(it -> files.exists("/usr/bin/" + it.split(" ", 2)[0]))
                    .findFirst();
        }
    },
    // The names of systemd-journald: "system@0005f…-….journal" is complete, a "~" follows one that was cut off.
    JOURNAL("files of the journal that are complete", ".+@.+\\.journal~?", "/var/log/journal/*/*") {
        @Override
        Optional<String> command(SystemFiles files) {
            return Optional.of("journalctl --vacuum-size=200M");
        }
    },
    // "syslog.1", "messages-20261101", "auth.log.2.gz".
    LOGS("rotated logs", ".+(\\.\\d{1,3}|-\\d{8}|\\.(gz|xz|bz2|zst))", "/var/log/*", "/var/log/*/*"),
    DUMPS(
            "memory of programs and kernels that crashed",
            ".+",
            "/var/crash/*",
            "/var/crash/*/*",
            "/var/lib/systemd/coredump/*",
            "/var/spool/abrt/*/*");

    private static final List<String> PACKAGE_TOOLS =
            List.of("apt-get clean", "dnf clean packages", "yum clean packages", "zypper clean", "pacman -Sc");

    private final String words;
    private final Pattern name;
    // Separated by blanks.
    private final String patterns;

    Reclaimable(String words, String name, String... patterns) {
        this.words = words;
        this.name = Pattern.compile(name);
        this.patterns = String.join(" ", patterns);
    }

    String words() {
        return words;
    }

    /** Regular files only: a link frees nothing. */
    List<SystemFile> in(SystemFiles files) {
        TreeMap<String, SystemFile> found = new TreeMap<>();
        Stream.of(patterns.split(" ", -1))
                .flatMap(it -> files.glob(it).stream())
                .filter(SystemFile::isRegular)
                .filter(it -> name.matcher(it.path().substring(it.path().lastIndexOf('/') + 1))
                        .matches())
                .forEach(it -> found.put(it.path(), it));
        return List.copyOf(found.values());
    }

    /** What the system itself drops them with; nothing for what somebody should look at first. */
    Optional<String> command(SystemFiles files) {
        return Optional.empty();
    }
}
