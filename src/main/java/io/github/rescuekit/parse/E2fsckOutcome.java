package io.github.rescuekit.parse;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a run of {@code e2fsck} means: every bit of its exit code, and what its text adds.
 *
 * @param bits empty when it found nothing
 * @param problems what it found, one line each, with what it did about it
 */
public record E2fsckOutcome(
        Set<Bit> bits, List<String> problems, boolean journalSkipped, boolean readErrors, boolean inUse) {

    /** A bit of the exit code, see e2fsck(8). */
    public enum Bit {
        CORRECTED(1, "errors were corrected"),
        REBOOT(2, "errors were corrected, a running system must reboot"),
        ERRORS_LEFT(4, "errors were left uncorrected"),
        OPERATIONAL(8, "e2fsck could not do its work"),
        USAGE(16, "e2fsck was called wrongly"),
        CANCELLED(32, "e2fsck was cancelled"),
        RESERVED(64, "e2fsck ended with a code that its manual does not know"),
        LIBRARY(128, "a shared library is missing or broken");

        private final int value;
        private final String meaning;

        Bit(int value, String meaning) {
            this.value = value;
            this.meaning = meaning;
        }

        public String meaning() {
            return meaning;
        }
    }

    // With -n it answers no to every question; a few of them it cannot go on without.
    private static final Set<Bit> CUT_SHORT = Set.of(Bit.ERRORS_LEFT, Bit.OPERATIONAL);
    private static final Set<Bit> ANSWERS = Set.of(Bit.CORRECTED, Bit.REBOOT, Bit.ERRORS_LEFT);
    private static final List<String> READ_ERRORS =
            List.of("Input/output error", "Error reading block", "resulted in short read", "Can't read");
    private static final List<String> IN_USE = List.of(" is in use.", " is mounted.");
    private static final List<String> NO_PROBLEMS = List.of(
            "Pass ",
            "e2fsck ",
            "Fix? ",
            "Clear? ",
            "Warning: skipping journal",
            "***",
            "ext2fs_open2:",
            "Run journal",
            "Overwriting existing filesystem;",
            "e2undo ",
            "(i.e., without -a");

    public E2fsckOutcome {
        bits = Set.copyOf(bits);
        problems = List.copyOf(problems);
    }

    public static E2fsckOutcome parse(int exitCode, String out, String err) {
        List<String> lines = Stream.concat(out.lines(), err.lines())
                .map(E2fsckProgress::without)
                .map(String::strip)
                .toList();
        return new E2fsckOutcome(
                bits(exitCode),
                lines.stream().filter(E2fsckOutcome::isProblem).toList(),
                contains(lines, "skipping journal recovery"),
                READ_ERRORS.stream().anyMatch(it -> contains(lines, it)),
                IN_USE.stream().anyMatch(it -> lines.stream().anyMatch(line -> line.endsWith(it))));
    }

    private static Set<Bit> bits(int exitCode) {
        return Arrays.stream(Bit.values())
                .filter(bit -> (exitCode & bit.value) != 0)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** It ran to its end; the other bits say what it found. */
    public boolean finished() {
        return ANSWERS.containsAll(bits);
    }

    /** It found errors that kept it from looking any further. */
    public boolean gaveUpOverErrors() {
        return bits.equals(CUT_SHORT) && !inUse;
    }

    public boolean foundNothing() {
        return bits.isEmpty();
    }

    public boolean leftErrors() {
        return bits.contains(Bit.ERRORS_LEFT);
    }

    public boolean corrected() {
        return bits.contains(Bit.CORRECTED) || bits.contains(Bit.REBOOT);
    }

    /** The bits in words, the lowest first. */
    public List<String> meanings() {
        return bits.stream().sorted().map(Bit::meaning).toList();
    }

    private static boolean contains(List<String> lines, String words) {
        return lines.stream().anyMatch(line -> line.contains(words));
    }

    private static boolean isProblem(String line) {
        return !line.isEmpty()
                && NO_PROBLEMS.stream().noneMatch(line::startsWith)
                && !line.contains("**********")
                && !line.contains("RUN fsck MANUALLY")
                && !line.matches("\\S+: [0-9]+/[0-9]+ files \\(.*")
                && !line.endsWith(": recovering journal");
    }
}
