package io.github.rescuekit.model;

/** The kernel's number of a device, {@code MAJ:MIN} in lsblk and mountinfo. */
public record DeviceNumber(int major, int minor) {

    @Override
    public String toString() {
        return major + ":" + minor;
    }
}
