package io.github.rescuekit.diagnose;

import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Filesystem;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.mount.Looks;
import java.util.List;

/** Finds devices whose filesystems carry one UUID. */
final class Twins {

    private Twins() {}

    // A member and its array, or a path and its multipath device, show one content on purpose.
    static List<BlockDevice> of(BlockDevice device, Machine machine) {
        return machine.devices().stream()
                .filter(other -> !other.path().equals(device.path()))
                .filter(other -> device.uuid().isPresent() && other.uuid().equals(device.uuid()))
                .filter(other -> !Looks.madeFor(other))
                .filter(other -> !other.filesystem().map(Filesystem::isMember).orElse(false))
                .filter(other -> !other.parents().contains(device.path())
                        && !device.parents().contains(other.path()))
                .toList();
    }
}
