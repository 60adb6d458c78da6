package io.github.rescuekit.mount;

import io.github.rescuekit.model.BlockDevice;

/** Recognises the loop devices through which a look sees a filesystem: they are no devices of the machine. */
public final class Looks {

    private Looks() {}

    /** True for a loop device that a look, of this process or another, made over a device. */
    public static boolean madeFor(BlockDevice device) {
        return device.backingFile().filter(LookSpace::isBackingFile).isPresent();
    }
}
