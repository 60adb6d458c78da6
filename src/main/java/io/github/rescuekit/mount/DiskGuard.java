package io.github.rescuekit.mount;

import java.util.List;

/** Keeps other writers away from disks while they are mounted for writing, or unmounted again. */
@FunctionalInterface
public interface DiskGuard {

    /** Held until it is closed. */
    interface Hold extends AutoCloseable {

        /**
         * Asked before the disks are touched.
         *
         * @throws io.github.rescuekit.model.RescueException when the lock was lost
         */
        void requireHeld();

        @Override
        void close();
    }

    /**
     * Locks all of the whole disks or none.
     *
     * @param verb what for, for those who come second
     * @throws io.github.rescuekit.model.RescueException guard {@code locked}, when somebody writes to one of them, this
     *     process included
     */
    Hold lock(List<String> disks, String verb);
}
