package io.github.rescuekit.model;

import java.util.List;

/**
 * One understood line of {@code fstab(5)}.
 *
 * @param line its number in the file, counted from 1
 * @param source the first field, unescaped: {@code UUID=...}, {@code /dev/sda1}, {@code tmpfs}
 */
public record FstabEntry(
        int line, String source, String mountPoint, String type, List<String> options, int dump, int pass) {

    public FstabEntry {
        options = List.copyOf(options);
    }

    public boolean has(String option) {
        return options.contains(option);
    }
}
