package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.model.BlockDevice;

/**
 * The filesystem that a line of fstab means, or the volume that one of crypttab does, although it calls it by another name.
 *
 * @param uuid its identifier today
 * @param why what shows that it is this one; to be read after the device
 */
record Replacement(BlockDevice device, String uuid, String why) {

    String source() {
        return "UUID=" + uuid;
    }

    @Override
    public String toString() {
        return device.path() + " (" + source() + ") " + why;
    }
}
