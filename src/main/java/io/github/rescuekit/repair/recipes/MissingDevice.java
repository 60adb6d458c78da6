package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.FstabEntry;
import io.github.rescuekit.model.Severity;
import io.github.rescuekit.model.Verdict;
import io.github.rescuekit.repair.boot.Fault;
import java.util.Optional;
import java.util.Set;

/**
 * A line of fstab that the boot waits for and whose device will not be there.
 *
 * @param fault what is wrong with the line
 * @param lockedIn the encrypted volume that it lies in, where the boot does not unlock that
 * @param replacement what is certainly meant, when there is something
 */
record MissingDevice(FstabEntry entry, Fault fault, Optional<BlockDevice> lockedIn, Optional<Replacement> replacement) {

    /** Without these nothing starts, or the next kernel goes where no firmware looks: only their name is ever changed. */
    private static final Set<String> NAME_ONLY = Set.of("/", "/usr", "/boot/efi", "/efi");

    // The boot goes on without them, but the next kernel, the databases and the users want them back.
    private static final Set<String> KEPT = Set.of("/boot", "/var", "/home");

    MissingDevice with(Optional<Replacement> found) {
        return new MissingDevice(entry, fault, lockedIn, found);
    }

    /** Why it will not be there; to be read after its name. */
    String why() {
        return lockedIn.map(it -> "lies in " + it.path() + ", which the boot does not unlock")
                .orElse("is on no disk");
    }

    /** What is certainly meant, or what a person is to do. */
    String meaning() {
        return replacement
                .map(Replacement::toString)
                .orElse(lockedIn.map(it -> "for the boot to unlock it, give it a line in /etc/crypttab: NAME "
                                + it.uuid().map(uuid -> "UUID=" + uuid).orElse(it.path()) + " KEYFILE luks")
                        .orElse("nothing on these disks is certainly what it means"));
    }

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
