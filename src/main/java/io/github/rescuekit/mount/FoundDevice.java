package io.github.rescuekit.mount;

import io.github.rescuekit.model.BlockDevice;
import java.util.Optional;

/**
 * The device that a name in fstab means today.
 *
 * @param unclear there may be one: several fit, or nothing tells
 * @param how the evidence, or why there is none; to be read after the name
 */
public record FoundDevice(Optional<BlockDevice> device, boolean unclear, String how) {

    /** Whether it is certainly not there: no copies that could be meant, and none that could not be read. */
    public boolean isNowhere() {
        return device.isEmpty() && !unclear;
    }

    static FoundDevice found(BlockDevice device, String how) {
        return new FoundDevice(Optional.of(device), false, how);
    }

    static FoundDevice none(String why) {
        return new FoundDevice(Optional.empty(), false, why);
    }

    static FoundDevice unclear(String why) {
        return new FoundDevice(Optional.empty(), true, why);
    }
}
