package io.github.rescuekit.parse;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads what {@code xfs_repair} leaves behind. Its exit code alone is no answer: 1 also means that it could not run. */
public final class XfsRepair {

    /** What a run means. */
    public enum Outcome {
        CLEAN,
        /** With {@code -n}: errors were found. */
        CORRUPT,
        /** With {@code -e}: errors were found and corrected. */
        REPAIRED,
        /** The log holds changes; nothing was done. */
        DIRTY_LOG,
        /** A device or program fault kept it from its work. */
        NOT_RUN,
        UNKNOWN
    }

    // The last three are what it says of a file that stands for a device, as in a rehearsal.
    private static final Pattern STORY =
            Pattern.compile("Phase [1-7] - .*|- .*|No modify flag set.*|done|\\.+|agno = .*|Maximum metadata LSN .*"
                    + "|Cannot get host filesystem geometry\\.|Repair may fail if there is a sector size mismatch between"
                    + "|the image and the host filesystem\\.");
    private static final List<String> CANNOT_RUN = List.of(
            "contains a mounted filesystem",
            "contains a mounted and writable filesystem",
            "cannot open",
            "couldn't open",
            "Device or resource busy",
            "Input/output error",
            "read failed",
            "Memory allocation",
            "not enough memory",
            "No such file or directory");
    private static final String DIRTY = "valuable metadata changes in a log";

    private static final Pattern REALTIME_BITMAP =
            Pattern.compile("resetting superblock realtime bitmap inode pointer to (\\d{1,18})");
    private static final Pattern REALTIME_SUMMARY =
            Pattern.compile("resetting superblock realtime summary inode pointer to (\\d{1,18})");

    private XfsRepair() {}

    /** The inodes of the realtime section, which a superblock names even without one. */
    public record RealtimeInodes(long bitmap, long summary) {}

    /** The outcome of {@code xfs_repair -n}. */
    public static Outcome ofCheck(int exitCode, String text) {
        return switch (exitCode) {
            case 0 -> text.contains(DIRTY) ? Outcome.DIRTY_LOG : Outcome.CLEAN;
            case 1 -> text.contains(DIRTY) ? Outcome.DIRTY_LOG : cannotRun(text) ? Outcome.NOT_RUN : Outcome.CORRUPT;
            case 2 -> Outcome.DIRTY_LOG;
            default -> Outcome.UNKNOWN;
        };
    }

    /** The outcome of {@code xfs_repair -e}, which tells "nothing to do" from "corrected". */
    public static Outcome ofRepair(int exitCode) {
        return switch (exitCode) {
            case 0 -> Outcome.CLEAN;
            case 1 -> Outcome.NOT_RUN;
            case 2 -> Outcome.DIRTY_LOG;
            case 4 -> Outcome.REPAIRED;
            default -> Outcome.UNKNOWN;
        };
    }

    /** The lines that name a problem, without the story of the phases. */
    public static List<String> problems(String out, String err) {
        return Stream.concat(out.lines(), err.lines())
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !STORY.matcher(line).matches())
                .toList();
    }

    /** Whether it put a copy of the superblock in the place of the first one. */
    public static boolean wroteSuperblock(String out, String err) {
        return Stream.of(out, err).anyMatch(it -> it.contains("writing modified primary superblock"));
    }

    /** The inodes of the realtime section where the superblock does not name them, as it calculates them. */
    public static Optional<RealtimeInodes> realtimeInodes(List<String> lines) {
        return number(REALTIME_BITMAP, lines)
                .flatMap(bitmap -> number(REALTIME_SUMMARY, lines).map(summary -> new RealtimeInodes(bitmap, summary)));
    }

    private static Optional<Long> number(Pattern pattern, List<String> lines) {
        return lines.stream()
                .map(pattern::matcher)
                .filter(Matcher::matches)
                .map(it -> Long.parseLong(it.group(1)))
                .findFirst();
    }

    public static boolean readFailed(String text) {
        return text.contains("Input/output error") || text.contains("read failed");
    }

    private static boolean cannotRun(String text) {
        return CANNOT_RUN.stream().anyMatch(text::contains);
    }
}
