package io.github.rescuekit.model;

/** Advice on saving the data of a failing disk, in the words an admin types. */
public final class DiskCopy {

    private DiskCopy() {}

    /** ddrescue(1), in Debian's package gddrescue, reads what can be read first, and can be broken off and resumed. */
    public static String first(String device) {
        return "copy the data off first ('ddrescue -d " + device + " IMAGE MAPFILE')";
    }

    /** What is left to do for a disk that fails. */
    public static String thenReplace(String device) {
        return first(device) + ", write nothing to the disk, and have it replaced";
    }
}
