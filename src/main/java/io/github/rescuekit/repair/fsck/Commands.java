package io.github.rescuekit.repair.fsck;

import io.github.rescuekit.exec.Command;
import java.time.Duration;

/** Steps as commands. */
final class Commands {

    // A repair that is cut off in the middle leaves more damage than it found; a large disk takes days.
    static final Duration NO_LIMIT = Duration.ofDays(14);

    private Commands() {}

    static Command of(FsckStep.RunTool step) {
        return Command.of(
                        step.words().get(0),
                        step.words().subList(1, step.words().size()))
                .acceptingAny()
                .within(NO_LIMIT);
    }
}
