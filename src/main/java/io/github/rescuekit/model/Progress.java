package io.github.rescuekit.model;

/** Hears how far something long has come. */
@FunctionalInterface
public interface Progress {

    Progress SILENT = (what, fraction) -> {};

    /**
     * Hears of a step forward.
     *
     * @param what the part that is under way, such as {@code e2fsck /dev/sda1: pass 2 of 5}
     * @param fraction how much of the whole is done, from 0 to 1
     */
    void at(String what, double fraction);
}
