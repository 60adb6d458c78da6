package io.github.rescuekit.diagnose;

import io.github.rescuekit.model.DiskCopy;
import io.github.rescuekit.model.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a check found.
 *
 * @param check the id of the check
 * @param device the path of what was checked
 * @param summary one sentence; with {@code UNKNOWN} the reason
 * @param evidence lines of tools that show it
 * @param next what to do about it; empty when nothing can or need be done
 */
public record CheckResult(
        String check, String device, Verdict verdict, String summary, List<String> evidence, Optional<String> next) {

    private static final String READING = "read";
    private static final int SHOWN_LINES = 12;

    public CheckResult {
        evidence = shortened(evidence);
    }

    static CheckResult healthy(String check, String device, String summary, List<String> evidence) {
        return new CheckResult(check, device, Verdict.HEALTHY, summary, evidence, Optional.empty());
    }

    static CheckResult suspect(String check, String device, String summary, List<String> evidence, String next) {
        return new CheckResult(check, device, Verdict.SUSPECT, summary, evidence, Optional.of(next));
    }

    static CheckResult failed(String check, String device, String summary, List<String> evidence, String next) {
        return new CheckResult(check, device, Verdict.FAILED, summary, evidence, Optional.of(next));
    }

    /** Its blocks cannot be read: the fault is in the disk, and no repair of a filesystem may write to it. */
    static CheckResult unreadable(String device, List<String> evidence) {
        return failed(
                READING,
                device,
                "blocks of " + device + " cannot be read: look at the disk, not at the filesystem",
                evidence,
                DiskCopy.first(device) + "; a repair would write to a failing disk");
    }

    static CheckResult unknown(String check, String device, String reason, List<String> evidence, String next) {
        return new CheckResult(check, device, Verdict.UNKNOWN, reason, evidence, Optional.of(next));
    }

    /** Nobody can tell, and nothing that an operator does here changes that: a virtual disk keeps no SMART log. */
    static CheckResult unknowable(String check, String device, String reason) {
        return new CheckResult(check, device, Verdict.UNKNOWN, reason, List.of(), Optional.empty());
    }

    /** True when somebody should do something about it. */
    public boolean callsForAction() {
        return verdict == Verdict.SUSPECT || verdict == Verdict.FAILED || next.isPresent();
    }

    /** True when the disk itself fails, by its own words or because it cannot be read. */
    public boolean showsFailingDisk() {
        return verdict == Verdict.FAILED && (check.equals(SmartCheck.ID) || check.equals(READING));
    }

    // A damaged filesystem can have a million problems; each of them is a line.
    private static List<String> shortened(List<String> lines) {
        if (lines.size() <= SHOWN_LINES) {
            return List.copyOf(lines);
        }
        int left = lines.size() - SHOWN_LINES + 1;
        return Stream.concat(lines.stream().limit(SHOWN_LINES - 1), Stream.of("(" + left + " more lines)"))
                .toList();
    }
}
