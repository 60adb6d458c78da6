package io.github.rescuekit.exec;

import java.time.Duration;
import java.util.List;

/**
 * What a program left behind.
 *
 * @param out standard output, invalid UTF-8 replaced
 * @param err standard error, invalid UTF-8 replaced
 * @param truncated more output came than is kept
 */
public record Result(int exitCode, String out, String err, Duration duration, boolean truncated) {

    public static Result of(int exitCode, String out) {
        return new Result(exitCode, out, "", Duration.ZERO, false);
    }

    public List<String> lines() {
        return out.lines().toList();
    }

    /** Both outputs, for tools that put their report on either. */
    public String all() {
        return out + err;
    }
}
