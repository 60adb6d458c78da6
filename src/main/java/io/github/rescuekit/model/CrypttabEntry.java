package io.github.rescuekit.model;

import java.util.List;
import java.util.Optional;

/**
 * One line of {@code crypttab(5)}.
 *
 * @param line its number in the file, counted from 1
 * @param name of the volume below {@code /dev/mapper}
 * @param source what is encrypted: {@code UUID=...}, {@code /dev/sda3}, a file
 * @param key a file, or a device such as {@code /dev/urandom}; empty when a passphrase is asked
 */
public record CrypttabEntry(int line, String name, String source, Optional<String> key, List<String> options) {

    public CrypttabEntry {
        options = List.copyOf(options);
    }

    /** What stands after the sign of equality of an option such as {@code keyfile-size=64}. */
    public Optional<String> value(String option) {
        return options.stream()
                .filter(it -> it.startsWith(option + "="))
                .map(it -> it.substring(option.length() + 1))
                .findFirst();
    }

    /** True when its name can be that of a node, and of no other one. */
    public boolean hasUsualName() {
        return isUsualName(name);
    }

    /** The same of another name for it. */
    public static boolean isUsualName(String name) {
        return name.matches("[A-Za-z0-9_][A-Za-z0-9#+.:=@_-]{0,126}");
    }

    public boolean has(String option) {
        return options.contains(option);
    }
}
