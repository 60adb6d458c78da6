package io.github.rescuekit.model;

import java.util.List;
import java.util.regex.Pattern;

/**
 * One understood line of {@code fstab(5)}.
 *
 * @param line its number in the file, counted from 1
 * @param source the first field, unescaped: {@code UUID=...}, {@code /dev/sda1}, {@code tmpfs}
 */
public record FstabEntry(
        int line, String source, String mountPoint, String type, List<String> options, int dump, int pass) {

    private static final Pattern IDENTIFIER = Pattern.compile("[A-Z]+=");

    public FstabEntry {
        options = List.copyOf(options);
    }

    /** Whether its source is a device, by a path or by an identifier such as a UUID, and no file, network or kernel. */
    public boolean isOnADevice() {
        return source.startsWith("/dev/") || IDENTIFIER.matcher(source).lookingAt();
    }

    public boolean has(String option) {
        return options.contains(option);
    }
}
