package io.github.rescuekit.repair;

import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Filesystem;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.RescueException;

/** Why no block of a disk is written to, whatever it holds. */
public final class DiskGuards {

    private DiskGuards() {}

    public static void requireNotOfRescue(Machine machine, BlockDevice device) {
        if (machine.belongsToRescue(device)) {
            throw RescueException.refused(
                    "rescue-disk",
                    device.path() + " is on a disk that the rescue system itself runs from",
                    "see 'rescuekit disks' for the server's own disks");
        }
    }

    /** The suspended system still believes that its filesystems are mounted, on whatever disk they are. */
    public static void requireNoHibernation(Machine machine, BlockDevice device) {
        machine.devices().stream()
                .filter(it ->
                        it.filesystem().filter(Filesystem::isHibernationImage).isPresent())
                .filter(it -> !machine.belongsToRescue(it))
                .findFirst()
                .ifPresent(image -> {
                    throw RescueException.refused(
                            "hibernated",
                            image.path() + " holds a suspended system that would find " + device.path()
                                    + " changed when it wakes up",
                            "start that system and shut it down; or give its session up: 'mkswap " + image.path()
                                    + "', then try again");
                });
    }

    public static void requireWritable(BlockDevice device) {
        if (device.readOnly()) {
            throw RescueException.refused(
                    "read-only-device",
                    device.path() + " is read-only",
                    "find out why first: a disk that made itself read-only is failing; else 'blockdev --setrw "
                            + device.path() + "'");
        }
    }
}
