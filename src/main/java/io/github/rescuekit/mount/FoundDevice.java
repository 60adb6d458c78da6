package io.github.rescuekit.mount;

import io.github.rescuekit.model.BlockDevice;
import java.util.Optional;

/**
 * The device that a name in fstab means today.
 *
 * @param how the evidence, or why there is none; to be read after the name
 */
record FoundDevice(Optional<BlockDevice> device, String how) {

    static FoundDevice found(BlockDevice device, String how) {
        return new FoundDevice(Optional.of(device), how);
    }

    static FoundDevice none(String why) {
        return new FoundDevice(Optional.empty(), why);
    }
}
