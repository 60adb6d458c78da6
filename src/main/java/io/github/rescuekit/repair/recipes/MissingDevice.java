package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.model.FstabEntry;
import io.github.rescuekit.model.Severity;
import io.github.rescuekit.model.Verdict;
import io.github.rescuekit.repair.boot.Fault;
import java.util.Optional;
import java.util.Set;

/**
 * A line of fstab that the boot waits for and whose device is on no disk.
 *
 * @param fault what is wrong with the line
 * @param replacement what is certainly meant, when there is something
 */
record MissingDevice(FstabEntry entry, Fault fault, Optional<Replacement> replacement) {

    /** Without these nothing starts, or the next kernel goes where no firmware looks: only their name is ever changed. */
    private static final Set<String> NAME_ONLY = Set.of("/", "/usr", "/boot/efi", "/efi");

    // The boot goes on without them, but the next kernel, the databases and the users want them back.
    private static final Set<String> KEPT = Set.of("/boot", "/var", "/home");

    boolean isSwap() {
        return entry.type().equals("swap");
    }

    boolean isRoot() {
        return entry.mountPoint().equals("/");
    }

    boolean mayBeLeftOut() {
        return mayBeLeftOut(entry);
    }

    static boolean mayBeLeftOut(FstabEntry entry) {
        return !NAME_ONLY.contains(entry.mountPoint());
    }

    boolean mayBeComment() {
        return mayBeLeftOut() && !KEPT.contains(entry.mountPoint());
    }

    Severity severity() {
        return fault.verdict() == Verdict.FAILED ? Severity.CRITICAL : Severity.WARNING;
    }

    /** For a person, such as {@code line 5 (/srv)}. */
    String name() {
        return "line " + entry.line() + " (" + (isSwap() ? "swap" : entry.mountPoint()) + ")";
    }
}
