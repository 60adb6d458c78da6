package io.github.rescuekit.model;

/**
 * A subvolume of a btrfs.
 *
 * @param path from the top of the filesystem, without a slash before it; empty for the top itself
 */
public record Subvolume(long id, String path) {

    /** What holds all others. */
    public static final Subvolume TOP = new Subvolume(5, "");

    @Override
    public String toString() {
        return equals(TOP) ? "the top of the filesystem (5)" : path + " (" + id + ")";
    }
}
