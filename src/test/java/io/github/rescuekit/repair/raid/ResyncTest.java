package io.github.rescuekit.repair.raid;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.rescuekit.model.MdState;
import io.github.rescuekit.model.Progress;
import io.github.rescuekit.repair.raid.ReplaceStep.Join;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ResyncTest {

    private static final String MEMBER = "/dev/sdb3";
    private static final MdState FILLS = state(1, "recover", "spare");
    private static final MdState NOT_COUNTED_YET = state(1, "recover", "in_sync");
    private static final MdState WHOLE = state(0, "idle", "in_sync");
    private static final MdState LACKS_ANOTHER = state(1, "idle", "in_sync");
    private static final MdState STAYS_SPARE = state(1, "idle", "spare");

    @Test
    void waitsUntilTheKernelCountsTheMember() {
        assertEquals(WHOLE, seen(FILLS, NOT_COUNTED_YET, NOT_COUNTED_YET, WHOLE));
    }

    @Test
    void goesOnOverAMomentOfIdleness() {
        assertEquals(WHOLE, seen(STAYS_SPARE, FILLS, STAYS_SPARE, FILLS, WHOLE));
    }

    @Test
    void doesNotWaitForAMemberThatNobodyGave() {
        assertEquals(LACKS_ANOTHER, seen(FILLS, LACKS_ANOTHER));
    }

    @Test
    void givesUpOnAMemberThatTheKernelDoesNotFill() {
        assertEquals(STAYS_SPARE, seen(STAYS_SPARE));
    }

    /** The last of the states stays. */
    private static MdState seen(MdState... states) {
        Deque<MdState> coming = new ArrayDeque<>(List.of(states));
        Resync resync =
                new Resync(array -> Optional.of(coming.size() > 1 ? coming.remove() : coming.element()), Duration.ZERO);
        return resync.await(new Join("/dev/md0", MEMBER, List.of("mdadm"), "why"), Progress.SILENT);
    }

    private static MdState state(int degraded, String action, String word) {
        return new MdState(degraded, action, Optional.empty(), true, Map.of(MEMBER, List.of(word)));
    }
}
