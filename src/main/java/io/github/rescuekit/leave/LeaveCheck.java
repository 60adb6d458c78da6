package io.github.rescuekit.leave;

import io.github.rescuekit.model.RescueException;
import java.util.List;

/** One question about a system that is to be left alone; it only reads. */
interface LeaveCheck {

    /** Its name in reports, such as {@code fstab}. */
    String id();

    /** False where there is nothing to ask, as about crypttab where nothing is encrypted. */
    default boolean applies(SystemView view) {
        return true;
    }

    /**
     * The answer.
     *
     * @throws RescueException when something cannot be read
     */
    LeaveVerdict judge(SystemView view);

    /** All answers; what cannot be read is "cannot tell", and no reason to leave the other questions out. */
    static List<LeaveVerdict> run(List<LeaveCheck> checks, SystemView view) {
        return checks.stream()
                .filter(check -> check.applies(view))
                .map(check -> run(check, view))
                .toList();
    }

    private static LeaveVerdict run(LeaveCheck check, SystemView view) {
        try {
            return check.judge(view);
        } catch (RescueException e) {
            return LeaveVerdict.unknown(check.id(), e.unlessInterrupted().happened(), List.of(), e.next());
        }
    }
}
