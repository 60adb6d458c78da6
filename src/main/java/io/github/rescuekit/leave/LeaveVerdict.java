package io.github.rescuekit.leave;

import io.github.rescuekit.model.Verdict;
import java.util.List;
import java.util.Optional;

/**
 * What one check before leaving says of an installed system.
 *
 * @param check the id of the check, such as {@code fstab}
 * @param summary one sentence; with {@code UNKNOWN} the reason
 * @param evidence the files, lines and devices that it was read from
 * @param next what to do about it; empty when nothing can or need be done
 */
public record LeaveVerdict(
        String check, Verdict verdict, String summary, List<String> evidence, Optional<String> next) {

    public LeaveVerdict {
        evidence = List.copyOf(evidence);
    }

    static LeaveVerdict healthy(String check, String summary, List<String> evidence) {
        return new LeaveVerdict(check, Verdict.HEALTHY, summary, evidence, Optional.empty());
    }

    static LeaveVerdict suspect(String check, String summary, List<String> evidence, String next) {
        return new LeaveVerdict(check, Verdict.SUSPECT, summary, evidence, Optional.of(next));
    }

    static LeaveVerdict failed(String check, String summary, List<String> evidence, String next) {
        return new LeaveVerdict(check, Verdict.FAILED, summary, evidence, Optional.of(next));
    }

    static LeaveVerdict unknown(String check, String reason, List<String> evidence, String next) {
        return new LeaveVerdict(check, Verdict.UNKNOWN, reason, evidence, Optional.of(next));
    }

    /** Nobody can tell from here, and nothing that an operator does changes that. */
    static LeaveVerdict unknowable(String check, String reason, List<String> evidence) {
        return new LeaveVerdict(check, Verdict.UNKNOWN, reason, evidence, Optional.empty());
    }

    /** True when somebody should do something about it. */
    public boolean callsForAction() {
        return verdict == Verdict.SUSPECT || verdict == Verdict.FAILED || next.isPresent();
    }
}
