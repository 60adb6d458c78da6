package io.github.rescuekit.parse;

import io.github.rescuekit.model.UnexpectedOutputException;
import java.util.Optional;

/**
 * Reads {@code btrfs inspect-internal dump-super}.
 *
 * @param hasLogTree changes that programs synced wait in the log tree for the next mount
 * @param devices how many devices the filesystem spans
 */
public record BtrfsSuper(boolean hasLogTree, long devices) {

    public static BtrfsSuper parse(String text) {
        return new BtrfsSuper(number(text, "log_root") != 0, number(text, "num_devices"));
    }

    private static long number(String text, String name) {
        Optional<String> value = text.lines()
                .map(line -> line.split("\\s+", 2))
                .filter(words -> words.length == 2 && words[0].equals(name))
                .map(words -> words[1].strip())
                .findFirst();
        try {
            return Long.parseUnsignedLong(value.orElse(""));
        } catch (NumberFormatException e) {
            throw new UnexpectedOutputException(
                    "btrfs inspect-internal dump-super", 1, name + " " + value.orElse("is not there"));
        }
    }
}
