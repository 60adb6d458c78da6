package io.github.rescuekit.mount;

import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Machine;
import java.nio.file.Path;
import java.util.List;

/** Mounts installed systems: for a look that writes no block, or for work. */
public interface SystemMounter {

    /** How a system is mounted for work. */
    enum Access {
        READ_ONLY,
        WRITABLE
    }

    /**
     * Checks, before anything is mounted, that there is what every look needs.
     *
     * @throws io.github.rescuekit.model.RescueException that names all programs that are missing
     */
    default void requirePrograms() {}

    /** Only the root filesystem, in a private mount namespace; no journal is replayed and no block is written. */
    MountedSystem lookAtRoot(Machine machine, BlockDevice root);

    /** The root and then all of its fstab, in a private mount namespace; no block is written. */
    MountedSystem look(Machine machine, BlockDevice root);

    /**
     * The root and then all of its fstab at a directory that the operator sees; it stays mounted after this process ends.
     *
     * @throws io.github.rescuekit.model.RescueException when the device is refused: rescue's own, member, in use, locked
     */
    MountedSystem mount(Machine machine, BlockDevice root, Path at, Access access);

    /**
     * The same system as this process writes to it: the kernel follows no link on the way to a file. Closing the view
     * leaves the system mounted.
     */
    MountedSystem withoutLinks(MountedSystem mounted);

    /** Systems that this or an earlier process mounted with {@link #mount} and that are still mounted. */
    List<MountedSystem> mounted(Machine machine);
}
