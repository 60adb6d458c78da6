package io.github.rescuekit.repair.fsck;

import java.util.List;
import java.util.Optional;

/**
 * How one step ended.
 *
 * @param meaning what the tool's exit code says, in words
 * @param lines what the tool said it found or changed
 */
public record StepReport(FsckStep step, Outcome outcome, String meaning, List<String> lines) {

    /** The ways in which a step ends. */
    public enum Outcome {
        NOTHING_FOUND,
        REPAIRED,
        ERRORS_LEFT,
        NOT_REPLAYED,
        /** It could not do its work; no further step is taken. */
        NOT_DONE
    }

    public StepReport {
        lines = List.copyOf(lines);
    }

    static boolean call(List<StepReport> done, FsckStep step) {
        return last(done).map(it -> it.calls(step.when())).orElse(true);
    }

    static Optional<StepReport> last(List<StepReport> done) {
        return done.isEmpty() ? Optional.empty() : Optional.of(done.get(done.size() - 1));
    }

    private boolean calls(FsckStep.When when) {
        return switch (when) {
            case ALWAYS -> true;
            case ERRORS_LEFT -> outcome == Outcome.ERRORS_LEFT;
            case NOT_REPLAYED -> outcome == Outcome.NOT_REPLAYED;
        };
    }
}
