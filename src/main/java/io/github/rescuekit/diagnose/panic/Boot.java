package io.github.rescuekit.diagnose.panic;

import java.util.List;
import java.util.Optional;

/**
 * What one log holds of the time between a start and the next.
 *
 * @param log the file, or the directory of the journal
 */
public record Boot(String log, List<LogLine> lines) {

    public Boot {
        lines = List.copyOf(lines);
    }

    /** The last sign of life; the words of a program that may write anything, a password included, are left out. */
    public Optional<LogLine> last() {
        return lines.isEmpty()
                ? Optional.empty()
                : Optional.of(lines.get(lines.size() - 1).withoutForeignWords());
    }
}
