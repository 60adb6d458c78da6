package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.installed.SystemFile;
import io.github.rescuekit.installed.SystemFiles;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The setting that turns a hang into a kernel panic. */
final class HungTaskPanic {

    private static final Pattern SET = Pattern.compile("^[^#;]*\\bhung_task_panic\\s*=\\s*1\\b.*");
    private static final List<String> PLACES = List.of(
            "/etc/sysctl.conf",
            "/etc/sysctl.d/*.conf",
            "/usr/local/lib/sysctl.d/*.conf",
            "/usr/lib/sysctl.d/*.conf",
            "/lib/sysctl.d/*.conf",
            "/etc/default/grub",
            "/etc/kernel/cmdline",
            "/boot/loader/entries/*.conf",
            "/boot/grub/grub.cfg",
            "/boot/grub2/grub.cfg");

    private HungTaskPanic() {}

    /** The line that sets it, for people. */
    static Optional<String> evidence(SystemFiles files) {
        return PLACES.stream()
                .flatMap(place -> files.glob(place).stream())
                .map(SystemFile::path)
                .flatMap(path -> files.text(path).stream()
                        .flatMap(text -> text.text().lines())
                        .filter(line -> SET.matcher(line).matches())
                        .map(line -> path + ": " + line.strip() + " (the hang becomes a kernel panic)"))
                .findFirst();
    }
}
