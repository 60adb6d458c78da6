package io.github.rescuekit.parse;

import io.github.rescuekit.model.Bytes;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a run of {@code memtester} means.
 *
 * @param bytes what it really got: it takes less than it was told when that much cannot be locked
 * @param locked the pages could not move or be swapped out while they were tested
 * @param passes loops that ran to their end
 * @param failures its lines about wrong bits
 */
public record Memtester(Outcome outcome, Bytes bytes, boolean locked, int passes, List<String> failures) {

    /** The outcomes. */
    public enum Outcome {
        PASSED,
        FAILED,
        /** Ended too early to tell: memory was not to be had, it was stopped, or its output breaks off. */
        NO_RESULT
    }

    /** Tests in one loop; progress counts them. */
    public static final Set<String> TESTS = Set.of(
            "Stuck Address",
            "Random Value",
            "Compare XOR",
            "Compare SUB",
            "Compare MUL",
            "Compare DIV",
            "Compare OR",
            "Compare AND",
            "Sequential Increment",
            "Solid Bits",
            "Block Sequential",
            "Checkerboard",
            "Bit Spread",
            "Bit Flip",
            "Walking Ones",
            "Walking Zeroes",
            "8-bit Writes",
            "16-bit Writes");

    // Bits of the exit code, see memtester(8).
    private static final int NO_MEMORY = 1;
    private static final int WRONG_BITS = 2 | 4;
    private static final Pattern GOT =
            Pattern.compile("got +[0-9]+MB \\(([0-9]{1,18}) bytes\\)(, trying mlock \\.\\.\\.locked\\.)?");
    private static final Pattern LOOP = Pattern.compile("^Loop [0-9]+", Pattern.MULTILINE);
    private static final Pattern TEST = Pattern.compile("^ {2}([A-Z0-9][A-Za-z0-9 -]{1,24}?) *:");

    public Memtester {
        failures = List.copyOf(failures);
    }

    public static Memtester parse(int exitCode, String out, String err) {
        Optional<MatchResult> got = GOT.matcher(out).results().reduce((first, last) -> last);
        List<String> failures = (out + "\n" + err)
                .lines()
                .filter(line -> line.contains("FAILURE:"))
                .map(line -> line.substring(line.indexOf("FAILURE:")))
                .toList();
        boolean done = out.stripTrailing().endsWith("Done.");
        int loops = (int) LOOP.matcher(out).results().count();
        return new Memtester(
                outcome(exitCode, failures, done),
                got.map(it -> new Bytes(Long.parseLong(it.group(1)))).orElse(Bytes.ZERO),
                got.filter(it -> it.group(2) != null).isPresent(),
                done ? loops : Math.max(0, loops - 1),
                failures);
    }

    /** The name of the test that a line of output begins. */
    public static Optional<String> testBegun(String line) {
        Matcher test = TEST.matcher(line);
        return test.find() ? Optional.of(test.group(1)).filter(TESTS::contains) : Optional.empty();
    }

    private static Outcome outcome(int exitCode, List<String> failures, boolean done) {
        boolean known = (exitCode & ~(NO_MEMORY | WRONG_BITS)) == 0;
        if (!failures.isEmpty() || (known && (exitCode & WRONG_BITS) != 0)) {
            return Outcome.FAILED;
        }
        return exitCode == 0 && done ? Outcome.PASSED : Outcome.NO_RESULT;
    }
}
