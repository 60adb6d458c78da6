package io.github.rescuekit.ui.command;

import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.RescueException;

/** Finds a device again after the operator took time to think. */
final class SameDisk {

    private SameDisk() {}

    /**
     * The device as it is now.
     *
     * @throws RescueException guard {@code device-gone}, when it was removed or another one has its name
     */
    static BlockDevice require(BlockDevice seen, Machine now) {
        return now.device(seen.path())
                .filter(it -> it.size().equals(seen.size()) && it.uuid().equals(seen.uuid()))
                .orElseThrow(() -> RescueException.refused(
                        "device-gone",
                        seen.path() + " is no longer the disk that the plan was made for",
                        "see 'rescuekit disks' for what is plugged in now; nothing was changed"));
    }
}
