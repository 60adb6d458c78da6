package io.github.rescuekit.trial;

import io.github.rescuekit.exec.Result;
import io.github.rescuekit.model.RescueException;
import java.time.Duration;
import java.util.Optional;

/** How a program of a trial ended, in words. */
final class ProgramEnd {

    private static final int SIGNALLED = 128;
    private static final int LAST_SIGNAL = 64;
    private static final int KILL = 9;

    private ProgramEnd() {}

    static String of(String program, Load.Run run) {
        return run.result()
                .map(result -> program + " " + words(result))
                .orElseGet(() -> run.failure().map(RescueException::happened).orElse(program + " left nothing behind"));
    }

    /** Why a run for a time is no proof: somebody ended it early, and the program calls that a success. */
    static Optional<String> tooEarly(String program, Duration worked, Duration wanted) {
        // Programs round their times down.
        return worked.plusSeconds(1).compareTo(wanted) < 0
                ? Optional.of(program + " worked for only " + worked.toSeconds() + " of " + wanted.toSeconds()
                        + " s: somebody or something ended it")
                : Optional.empty();
    }

    private static String words(Result result) {
        int signal = result.exitCode() - SIGNALLED;
        if (signal == KILL) {
            return "was killed, most likely because memory ran out: see 'dmesg'";
        }
        return signal > 0 && signal <= LAST_SIGNAL
                ? "was ended by signal " + signal
                : "ended with code " + result.exitCode() + " and without a result" + lastLine(result);
    }

    private static String lastLine(Result result) {
        return result.all()
                .lines()
                .filter(line -> !line.isBlank())
                .reduce((first, last) -> last)
                .map(line -> ": " + line.strip())
                .orElse("");
    }
}
