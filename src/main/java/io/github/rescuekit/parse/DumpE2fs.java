package io.github.rescuekit.parse;

import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.UnexpectedOutputException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code dumpe2fs -h}: the superblock of ext2, ext3 and ext4. */
public final class DumpE2fs {

    /**
     * What the superblock says about its filesystem.
     *
     * @param state the kernel's own words: {@code clean}, {@code not clean}, {@code clean with errors}
     * @param errorCount errors that the kernel met since the last check
     * @param lastError where and when the newest of them was met
     */
    public record Superblock(
            Optional<String> uuid,
            Optional<String> label,
            Optional<String> lastMountedOn,
            String state,
            List<String> features,
            long errorCount,
            Optional<String> lastError,
            Optional<String> lastChecked,
            Bytes size) {

        public Superblock {
            features = List.copyOf(features);
        }

        /** The journal holds changes that were never written to their places. */
        public boolean needsRecovery() {
            return features.contains("needs_recovery");
        }

        public boolean hasJournal() {
            return features.contains("has_journal");
        }

        public boolean recordsErrors() {
            return errorCount > 0 || state.contains("errors");
        }
    }

    private static final String SOURCE = "dumpe2fs";
    private static final String MAGIC_NUMBER = "Filesystem magic number:";

    private DumpE2fs() {}

    /**
     * The superblock that it shows, if any. Its exit code alone does not tell: after a superblock that is intact it ends
     * with 1 when the group descriptors or the inode of the journal are not.
     */
    public static Optional<Superblock> find(int exitCode, String text) {
        return exitCode == 0 || text.contains(MAGIC_NUMBER) ? Optional.of(parse(text)) : Optional.empty();
    }

    public static Superblock parse(String text) {
        Map<String, String> fields = fields(text);
        return new Superblock(
                known(fields, "Filesystem UUID"),
                known(fields, "Filesystem volume name"),
                known(fields, "Last mounted on"),
                required(fields, "Filesystem state"),
                List.of(required(fields, "Filesystem features").split("\\s+", -1)),
                fields.containsKey("FS Error count") ? number(fields, "FS Error count") : 0,
                lastError(fields),
                known(fields, "Last checked"),
                size(fields));
    }

    // The first field of a name counts: the journal's fields follow the filesystem's.
    private static Map<String, String> fields(String text) {
        Map<String, String> fields = new HashMap<>();
        text.lines().forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0) {
                fields.putIfAbsent(
                        line.substring(0, colon), line.substring(colon + 1).strip());
            }
        });
        return fields;
    }

    private static Optional<String> lastError(Map<String, String> fields) {
        return known(fields, "Last error function")
                .map(function -> "in " + function
                        + known(fields, "Last error time")
                                .map(time -> " on " + time)
                                .orElse(""));
    }

    private static Bytes size(Map<String, String> fields) {
        try {
            return new Bytes(Math.multiplyExact(number(fields, "Block count"), number(fields, "Block size")));
        } catch (ArithmeticException | IllegalArgumentException e) {
            throw new UnexpectedOutputException(SOURCE, 1, "Block count: " + fields.get("Block count"));
        }
    }

    private static Optional<String> known(Map<String, String> fields, String name) {
        return Optional.ofNullable(fields.get(name)).filter(it -> !it.startsWith("<") && !it.isEmpty());
    }

    private static String required(Map<String, String> fields, String name) {
        String value = fields.get(name);
        if (value == null) {
            throw new UnexpectedOutputException(SOURCE, 1, "no line '" + name + "'");
        }
        return value;
    }

    private static long number(Map<String, String> fields, String name) {
        try {
            return Long.parseLong(required(fields, name));
        } catch (NumberFormatException e) {
            throw new UnexpectedOutputException(SOURCE, 1, name + ": " + fields.get(name));
        }
    }
}
