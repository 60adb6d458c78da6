package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.model.CrypttabEntry;
import io.github.rescuekit.model.FstabEntry;
import io.github.rescuekit.model.Severity;
import io.github.rescuekit.mount.BootNeed;
import java.util.List;
import java.util.Optional;

/**
 * A line of crypttab whose device is on no disk.
 *
 * @param how what was looked for
 * @param users the lines of fstab that cannot be mounted without it
 * @param meant the volume that is certainly meant, when there is one
 */
record LostVolume(CrypttabEntry line, String how, List<FstabEntry> users, Optional<Replacement> meant) {

    LostVolume {
        users = List.copyOf(users);
    }

    boolean stopsTheBoot() {
        return users.stream().anyMatch(it -> BootNeed.of(it) == BootNeed.REQUIRED);
    }

    Severity severity() {
        return stopsTheBoot() ? Severity.CRITICAL : Severity.WARNING;
    }

    /** Without what it holds nothing starts. */
    boolean mayBeLeftOut() {
        return users.stream().allMatch(MissingDevice::mayBeLeftOut);
    }

    /** For a person, such as {@code line 2 (data)}. */
    String name() {
        return "line " + line.line() + " (" + line.name() + ")";
    }
}
