package io.github.rescuekit.repair.boot;

import io.github.rescuekit.model.FstabEntry;

/**
 * A line of fstab that a boot needs, below one that it would go on without.
 *
 * @param above that one, whose device is on no disk
 */
public record StrandedMount(FstabEntry entry, FstabEntry above) {

    /** Why it will not be mounted; to be read after its name. */
    public String why() {
        return "it is mounted only after line " + above.line() + " (" + above.mountPoint() + "), and " + above.source()
                + " is on no disk";
    }
}
