package io.github.rescuekit.diagnose.panic;

import io.github.rescuekit.model.Severity;
import java.util.List;

/**
 * How one kind of failure shows in a log; the files beside this package's classes hold them.
 *
 * @param title one sentence
 * @param kind the family, such as {@code memory}
 * @param programs who writes such lines; nobody else is believed
 * @param patterns one of them is in the line
 * @param exceptions none of them is in the line
 * @param onlyAtTheEnd true when it means something only as the last words of a boot
 * @param next what to do, the first thing first
 * @param sample a line as it is written
 * @param origin where that line comes from
 */
public record Signature(
        String id,
        String title,
        String kind,
        Severity severity,
        List<String> programs,
        List<WordPattern> patterns,
        List<WordPattern> exceptions,
        boolean onlyAtTheEnd,
        List<String> next,
        LogLine sample,
        String origin) {

    /** A boot that ended as it should. */
    public static final String SHUTDOWN = "shutdown";

    public Signature {
        programs = List.copyOf(programs);
        patterns = List.copyOf(patterns);
        exceptions = List.copyOf(exceptions);
        next = List.copyOf(next);
    }

    boolean isIn(LogLine line) {
        return programs.stream().anyMatch(line.program()::equals)
                && patterns.stream().anyMatch(it -> it.isIn(line.message()))
                && exceptions.stream().noneMatch(it -> it.isIn(line.message()));
    }

    boolean isShutdown() {
        return kind.equals(SHUTDOWN);
    }
}
