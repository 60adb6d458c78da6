package io.github.rescuekit.installed;

import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads what tells one installed system from another: its machine-id and its hostname. */
public final class Identity {

    private static final Pattern MACHINE_ID = Pattern.compile("[0-9a-f]{32}");
    // HOSTNAME=server.example.com (RHEL 6), hostname="server" (Gentoo)
    private static final Pattern ASSIGNED = Pattern.compile("(?im)^\\s*hostname\\s*=\\s*\"?(?<name>[^\"\\s#]{1,253})");
    private static final int LONGEST_HOSTNAME = 253;

    private Identity() {}

    /** The id of {@code machine-id(5)}; empty also when the system is to make one at its next boot. */
    static Optional<String> machineId(SystemFiles files) {
        return Stream.of("/etc/machine-id", "/var/lib/dbus/machine-id")
                .flatMap(path -> files.head(path, LONGEST_HOSTNAME).stream())
                .map(bytes -> FileText.decode(bytes).text().strip())
                .filter(it -> MACHINE_ID.matcher(it).matches())
                .findFirst();
    }

    /** The name that the system gives itself. */
    public static Optional<String> hostname(SystemFiles files) {
        return named(files, "/etc/hostname", Identity::firstLine)
                .or(() -> named(files, "/etc/HOSTNAME", Identity::firstLine))
                .or(() -> named(files, "/etc/sysconfig/network", Identity::assigned))
                .or(() -> named(files, "/etc/conf.d/hostname", Identity::assigned));
    }

    private static Optional<String> named(SystemFiles files, String path, Function<String, Optional<String>> reader) {
        return files.text(path).flatMap(text -> reader.apply(text.text()));
    }

    private static Optional<String> firstLine(String text) {
        return text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#") && line.length() <= LONGEST_HOSTNAME)
                .findFirst();
    }

    private static Optional<String> assigned(String text) {
        Matcher assignment = ASSIGNED.matcher(text);
        return assignment.find() ? Optional.of(assignment.group("name")) : Optional.empty();
    }
}
