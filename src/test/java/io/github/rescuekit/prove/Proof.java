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

    /**
     * Tries it, and tells the tally of each case.
     *
     * @param directory an empty one for images; on a disk, not in memory
     */
    void prove(Size size, Path directory, Tally tally) throws IOException;
}
