package io.github.rescuekit.parse;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the lines that {@code e2fsck -C 1} writes for programs: pass, current, maximum, device. */
public final class E2fsckProgress {

    /** How far a check has come. */
    public record Step(int pass, long current, long maximum) {

        // e2fsck's own share of each pass in the time of a whole run, in percent.
        private static final int[] DONE_BEFORE = {0, 70, 90, 92, 95, 100};

        /** Of all five passes, from 0 to 1. */
        public double fraction() {
            double ofPass = maximum == 0 ? 1 : Math.min(1, (double) current / maximum);
            int before = DONE_BEFORE[pass - 1];
            return (before + (DONE_BEFORE[pass] - before) * ofPass) / 100;
        }
    }

    // It can stand at the end of a line of text, which e2fsck leaves open: "differences:  +(32768--32856)5 4 12
    // /dev/sda1". In a rehearsal it is the file of an overlay that e2fsck names.
    private static final Pattern STEP = Pattern.compile("([1-5]) ([0-9]{1,18}) ([0-9]{1,18}) /\\S+$");

    private E2fsckProgress() {}

    public static Optional<Step> step(String line) {
        Matcher step = STEP.matcher(line);
        return step.find()
                ? Optional.of(new Step(
                        Integer.parseInt(step.group(1)), Long.parseLong(step.group(2)), Long.parseLong(step.group(3))))
                : Optional.empty();
    }

    /** The line without the numbers for programs. */
    static String without(String line) {
        return STEP.matcher(line).replaceFirst("");
    }
}
