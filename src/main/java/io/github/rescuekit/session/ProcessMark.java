package io.github.rescuekit.session;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A process as nobody else will ever be in this boot: ids are given again, an id with its start is not.
 *
 * @param start clock ticks since boot, field 22 of {@code /proc/PID/stat} (proc_pid_stat(5))
 */
record ProcessMark(long pid, long start) {

    private static final int STATE = 0;
    private static final int START = 19;
    private static final String ZOMBIE = "Z";

    static Optional<ProcessMark> of(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"), StandardCharsets.ISO_8859_1);
            // The name before it may hold blanks and parentheses.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return fields[STATE].equals(ZOMBIE)
                    ? Optional.empty()
                    : Optional.of(new ProcessMark(pid, Long.parseLong(fields[START])));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    static Optional<ProcessMark> parse(String text) {
        String[] words = text.split(" ", -1);
        return words.length == 2 && text.matches("\\d{1,18} \\d{1,18}")
                ? Optional.of(new ProcessMark(Long.parseLong(words[0]), Long.parseLong(words[1])))
                : Optional.empty();
    }

    boolean isAlive() {
        return of(pid).filter(this::equals).isPresent();
    }

    /** Asks it to end in order (SIGTERM), unless another process has its id by now. */
    void terminate() {
        if (isAlive()) {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy);
        }
    }

    @Override
    public String toString() {
        return pid + " " + start;
    }
}
