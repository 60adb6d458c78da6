package io.github.rescuekit.mount;

import io.github.rescuekit.model.FstabEntry;
import java.util.Set;

/**
 * How much a boot depends on a line of fstab, as systemd-fstab-generator and the init scripts before it read the options.
 */
public enum BootNeed {
    /** Without it the boot stops, for systemd in emergency mode. */
    REQUIRED,
    /** Swap: the boot waits for it, then goes on without. */
    AWAITED,
    /** The boot does not look at it, or goes on at once. */
    NONE;

    private static final Set<String> NOT_AWAITED =
            Set.of("noauto", "nofail", "nobootwait", "x-systemd.automount", "comment=systemd.automount", "_netdev");

    /** By its options the boot does without it. */
    static boolean isLeftOut(FstabEntry entry) {
        return entry.options().stream().anyMatch(NOT_AWAITED::contains);
    }

    /** The need of a line; what has neither device nor file behind it cannot be missing. */
    public static BootNeed of(FstabEntry entry) {
        if (isLeftOut(entry)) {
            return NONE;
        }
        if (SkipRule.isSwap(entry)) {
            return AWAITED;
        }
        return SkipRule.hasContentOfItsOwn(entry) && !SkipRule.isBind(entry) ? REQUIRED : NONE;
    }
}
