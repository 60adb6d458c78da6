package io.github.rescuekit.diagnose.panic;

import java.util.List;
import java.util.Optional;

/**
 * How the last boots of a system ended, as everything tells that keeps a record of it.
 *
 * @param boots by the log with the most to tell, the newest first
 * @param dumps what the kernel kept of its own end: pstore and kdump, the newest first
 * @param logins the starts that wtmp knows, the newest first
 * @param machine what the machine itself recorded
 * @param unknowns what could not be read, one sentence each
 */
public record CrashAccount(
        List<BootEnd> boots,
        List<BootEnd> dumps,
        List<LoginRecords.Start> logins,
        Optional<BootEnd> machine,
        List<String> unknowns) {

    public CrashAccount {
        boots = List.copyOf(boots);
        dumps = List.copyOf(dumps);
        logins = List.copyOf(logins);
        unknowns = List.copyOf(unknowns);
    }

    /** The boot that ended last. */
    public Optional<BootEnd> last() {
        return boots.stream().findFirst();
    }

    /** True when nothing tells of a failure of the last boot. */
    public boolean isQuiet() {
        return last().filter(it -> it.ending() == BootEnd.Ending.FAILURE).isEmpty()
                && dumps.isEmpty()
                && machine.filter(it -> !it.signs().isEmpty()).isEmpty();
    }

    /** True when there is nothing to tell from. */
    public boolean isEmpty() {
        return boots.isEmpty() && dumps.isEmpty() && logins.isEmpty() && machine.isEmpty();
    }
}
