package io.github.rescuekit.parse;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a run of {@code fsck.fat} means. Its exit code 1 is "errors were found" with {@code -n}, "errors were corrected"
 * with {@code -a}, and also "this is no FAT filesystem"; only the text tells.
 *
 * @param problems the lines that name one
 */
public record FsckFat(Outcome outcome, List<String> problems) {

    /** The outcomes. */
    public enum Outcome {
        CLEAN,
        FOUND_ERRORS,
        CORRECTED,
        NO_FAT,
        NOT_RUN,
        UNKNOWN
    }

    private static final List<String> STORY =
            List.of("fsck.fat ", "Leaving filesystem", "Writing changes", "*** Filesystem was changed");
    private static final List<String> DEVICE_FAULTS =
            List.of("open:", "Read ", "read ", "Seek to ", "Input/output error", "No such file", "Device or resource");

    // The mark is a byte of the boot sector, which its backup does not have: at 65 in FAT32, at 37 before.
    private static final Pattern OF_THE_MARK = Pattern.compile(
            "Dirty bit is set\\..*|Automatically removing dirty bit\\.|There are differences between boot"
                    + " sector and its backup\\.|This is mostly harmless\\. .*|(?:65|37):01/00|Not automatically fixing this\\.");

    public FsckFat {
        problems = List.copyOf(problems);
    }

    /** True when nothing is told but the mark of a filesystem in use, as every crash leaves it. */
    public boolean isOnlyDirty() {
        return problems.stream().anyMatch(it -> it.startsWith("Dirty bit is set."))
                && problems.stream().allMatch(it -> OF_THE_MARK.matcher(it).matches());
    }

    public static FsckFat parse(int exitCode, String out, String err) {
        List<String> lines = Stream.concat(out.lines(), err.lines())
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        List<String> problems = lines.stream()
                .filter(line -> STORY.stream().noneMatch(line::startsWith))
                .filter(line -> !isSummary(line))
                .toList();
        return new FsckFat(outcome(exitCode, lines), problems);
    }

    private static Outcome outcome(int exitCode, List<String> lines) {
        if (DEVICE_FAULTS.stream().anyMatch(fault -> lines.stream().anyMatch(line -> line.startsWith(fault)))) {
            return Outcome.NOT_RUN;
        }
        boolean examined = lines.stream().anyMatch(FsckFat::isSummary);
        return switch (exitCode) {
            case 0 -> examined ? Outcome.CLEAN : Outcome.UNKNOWN;
            case 1 -> examined ? changed(lines) ? Outcome.CORRECTED : Outcome.FOUND_ERRORS : Outcome.NO_FAT;
            case 2 -> Outcome.NOT_RUN;
            default -> Outcome.UNKNOWN;
        };
    }

    private static boolean changed(List<String> lines) {
        return lines.stream().anyMatch(line -> line.startsWith("Writing changes"));
    }

    private static boolean isSummary(String line) {
        return line.endsWith(" clusters") && line.contains(" files, ");
    }
}
