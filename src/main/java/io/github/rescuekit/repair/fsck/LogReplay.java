package io.github.rescuekit.repair.fsck;

import io.github.rescuekit.model.BlockDevice;

/** Replays the journal of a filesystem by mounting it for writing and unmounting it. */
@FunctionalInterface
public interface LogReplay {

    /**
     * Writes what waits in the journal to its place.
     *
     * @throws io.github.rescuekit.model.RescueException when the kernel refuses
     */
    void replay(BlockDevice device);
}
