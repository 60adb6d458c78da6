package io.github.rescuekit.exec;

import java.util.ArrayList;
import java.util.List;

/** Answers from a tape: each entry once, in the order of the tape; anything else is an error. */
public final class ReplayRunner implements Runner {

    private final List<Tape.Entry> left;

    public ReplayRunner(Tape tape) {
        this.left = new ArrayList<>(tape.entries());
    }

    /**
     * Answers the command.
     *
     * @throws IllegalStateException for a command that the tape does not hold
     */
    @Override
    public synchronized Result run(Command command) {
        Tape.Entry entry = left.stream()
                .filter(it -> it.answers(command))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("not on the tape: " + command));
        left.remove(entry);
        Result result = entry.result();
        if (!command.accepted().contains(result.exitCode())) {
            throw ToolFailedException.badExit(command, result);
        }
        return result;
    }
}
