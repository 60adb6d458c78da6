package io.github.rescuekit.model;

/**
 * One volume group of LVM: vgs(8).
 *
 * @param disks how many physical volumes it has
 * @param missing how many of them are not attached
 * @param exported given up for use on another machine
 */
public record VolumeGroup(String name, String uuid, int disks, int missing, boolean exported) {}
