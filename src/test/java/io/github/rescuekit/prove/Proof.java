package io.github.rescuekit.prove;

import java.io.IOException;
import java.nio.file.Path;

/** Tries one promise many times. */
interface Proof {

    /** How much is tried. */
    enum Size {
        /** What each change is tested with: seconds to a minute. */
        CI,
        /** What a release is tested with. */
        FULL
    }

    /** What it touches, and so what it may run beside. */
    enum Reach {
        /** Files and programs of its own. */
        OWN_FILES,
        /** Disks of its own, which a look at the machine meets. */
        OWN_DISKS,
        /** Every disk of the machine. */
        MACHINE;

        boolean goesBeside(Reach other) {
            return this == OWN_FILES || other == OWN_FILES || (this == OWN_DISKS && other == OWN_DISKS);
        }
    }

    Reach reach();

    /**
     * Tries it, and tells the tally of each case.
     *
     * @param directory an empty one for images; on a disk, not in memory
     */
    void prove(Size size, Path directory, Tally tally) throws IOException;
}
