package io.github.rescuekit.model;

/**
 * A subvolume of a btrfs.
 *
 * @param path from the top of the filesystem, without a slash before it; empty for the top itself
 */
public record Subvolume(long id, String path) {

    /** What holds all others. */
    public static final Subvolume TOP = new Subvolume(5, "");

    /**
     * True when a mount option such as {@code subvol=/@} or {@code subvolid=256} names it: btrfs(5).
     *
     * @param option one of these two
     */
    public boolean isNamedBy(String option) {
        String word = option.substring(option.indexOf('=') + 1);
        return option.startsWith("subvolid=")
                // Of old, 0 is the top.
                ? word.equals(Long.toString(id)) || (word.equals("0") && equals(TOP))
                : word.replaceAll("^/+|/+$", "").equals(path);
    }

    @Override
    public String toString() {
        return equals(TOP) ? "the top of the filesystem (5)" : path + " (" + id + ")";
    }
}
