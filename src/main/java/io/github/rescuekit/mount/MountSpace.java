package io.github.rescuekit.mount;

import io.github.rescuekit.model.BlockDevice;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Where the filesystems of one installed system are mounted, one below the other. */
interface MountSpace {

    /** The target's root directory as this process sees it. */
    Path root();

    /**
     * Mounts a filesystem of a disk and returns what is to be said about it, if anything.
     *
     * @param at absolute inside the target, free of links
     * @param options of fstab, such as {@code subvol=@}
     */
    Optional<String> mount(BlockDevice device, MountableType type, String at, List<String> options);

    /**
     * Covers a directory of the target with one in memory.
     *
     * @param at absolute inside the target, free of links
     * @param directories that are made in it, absolute inside the target
     */
    void cover(String at, List<String> directories);

    /** Takes the newest mount down again. */
    void unmountLast();

    /** Shows a directory or file of the target at a second place; both are absolute inside the target, free of links. */
    void bind(String from, String at);
}
