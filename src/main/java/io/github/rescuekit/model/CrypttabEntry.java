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

    public boolean has(String option) {
        return options.contains(option);
    }
}
