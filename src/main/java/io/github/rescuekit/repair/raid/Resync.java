package io.github.rescuekit.repair.raid;

import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.MdState;
import io.github.rescuekit.model.Progress;
import io.github.rescuekit.model.RescueException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** Watches the kernel fill a new member. It does so on its own, also when nobody watches. */
final class Resync {

    // Between a step of the kernel's work and the next, an array is idle for a moment.
    private static final int IDLE_LOOKS = 10;

    private final Function<String, Optional<MdState>> states;
    private final Duration betweenLooks;

    Resync(Function<String, Optional<MdState>> states, Duration betweenLooks) {
        this.states = states;
        this.betweenLooks = betweenLooks;
    }

    /** How the array stands when it is whole, or nothing happens any more. */
    MdState await(ReplaceStep.Join join, Progress progress) {
        MdState state = state(join);
        int idle = 0;
        while (!state.isWholeWith(join.member()) && idle < IDLE_LOOKS) {
            idle = state.isIdle() ? idle + 1 : 0;
            progress.at(
                    words(join, state), state.sync().map(MdState.Sync::fraction).orElse(0.0));
            pause(join);
            state = state(join);
        }
        return state;
    }

    private static String words(ReplaceStep.Join join, MdState state) {
        return "rebuilding " + join.array() + " on " + join.member()
                + state.sync()
                        .flatMap(MdState.Sync::left)
                        .map(it -> ", " + left(it) + " left")
                        .orElse("");
    }

    private static String left(Duration left) {
        return left.toMinutes() == 0
                ? left.toSeconds() + " s"
                : left.toHours() == 0
                        ? left.toMinutes() + " min"
                        : left.toHours() + " h " + left.toMinutesPart() + " min";
    }

    private MdState state(ReplaceStep.Join join) {
        return states.apply(join.array())
                .orElseThrow(() -> new RescueException(
                        ExitCode.TOOL_FAILED,
                        join.array() + " was stopped while " + join.member() + " was filled",
                        "open it again ('rescuekit open --write'): the kernel goes on where it was"));
    }

    private void pause(ReplaceStep.Join join) {
        try {
            Thread.sleep(betweenLooks.toMillis());
        } catch (InterruptedException e) {
            throw new RescueException(
                            ExitCode.INTERRUPTED,
                            "nobody watches any more; the kernel goes on filling " + join.member() + " of "
                                    + join.array(),
                            "'rescuekit raid status' shows how far it is; when every array is healthy there,"
                                    + " 'rescuekit repair boot-loader' makes the disk one to start from")
                    .causedBy(e);
        }
    }
}
