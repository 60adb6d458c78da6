package io.github.rescuekit.parse;

import java.util.List;
import java.util.stream.Stream;

/**
 * What a run of {@code btrfs check} means.
 *
 * @param problems the lines that name one
 */
public record BtrfsCheck(Outcome outcome, List<String> problems) {

    /** The outcomes; the exit code tells only 0 from the rest. */
    public enum Outcome {
        CLEAN,
        /** Consistent as far as the present devices show, but a device of it is missing: still exit code 0. */
        DEVICE_MISSING,
        CORRUPT,
        /** It could not be opened: no superblock, a dead root, an I/O error. */
        NOT_OPENED,
        /** Somebody else holds the device. */
        IN_USE,
        UNKNOWN
    }

    private static final List<String> STORY = List.of(
            "Opening filesystem",
            "Checking filesystem",
            "UUID:",
            "found ",
            "total ",
            "btree space",
            "file data blocks",
            "referenced ",
            "[",
            "Starting repair",
            "enabling repair mode",
            "No device size related",
            "cache and super generation");

    public BtrfsCheck {
        problems = List.copyOf(problems);
    }

    public static BtrfsCheck parse(int exitCode, String out, String err) {
        String text = out + err;
        List<String> problems = Stream.concat(out.lines(), err.lines())
                .map(String::strip)
                .filter(line -> !line.isEmpty() && STORY.stream().noneMatch(line::startsWith))
                .toList();
        return new BtrfsCheck(outcome(exitCode, text), problems);
    }

    private static Outcome outcome(int exitCode, String text) {
        boolean missing = text.contains(" is missing") || text.contains("missing device");
        if (exitCode == 0 && text.contains("no error found")) {
            return missing ? Outcome.DEVICE_MISSING : Outcome.CLEAN;
        }
        if (exitCode == 0 || exitCode > 1) {
            return Outcome.UNKNOWN;
        }
        if (text.contains("Device or resource busy") || text.contains("is currently mounted")) {
            return Outcome.IN_USE;
        }
        return text.contains("cannot open file system") || text.contains("open_ctree failed")
                ? Outcome.NOT_OPENED
                : Outcome.CORRUPT;
    }
}
