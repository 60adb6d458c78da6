package io.github.rescuekit.repair;

import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.DeviceNumber;
import io.github.rescuekit.model.MountEntry;
import io.github.rescuekit.model.RescueException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Notices when somebody mounts or unmounts the disks of a system while it is worked on. */
final class MountWatch {

    private final Supplier<List<MountEntry>> mountTable;
    private final Set<DeviceNumber> devices;
    private final List<MountEntry> approved;

    private MountWatch(Supplier<List<MountEntry>> mountTable, Set<DeviceNumber> devices) {
        this.mountTable = mountTable;
        this.devices = devices;
        this.approved = mountsOfDevices();
    }

    static MountWatch of(Supplier<List<MountEntry>> mountTable, Collection<BlockDevice> devices) {
        return new MountWatch(
                mountTable, devices.stream().map(BlockDevice::number).collect(Collectors.toUnmodifiableSet()));
    }

    void requireUnchanged() {
        List<MountEntry> now = mountsOfDevices();
        now.stream().filter(it -> !approved.contains(it)).findFirst().ifPresent(it -> {
            throw changed(it.source() + " was mounted at " + it.mountPoint(), "unmount it");
        });
        approved.stream().filter(it -> !now.contains(it)).findFirst().ifPresent(it -> {
            throw changed(it.mountPoint() + " was unmounted or remounted", "see 'rescuekit mounts'");
        });
    }

    private List<MountEntry> mountsOfDevices() {
        return mountTable.get().stream()
                .filter(it -> devices.contains(it.device()))
                .toList();
    }

    private static RescueException changed(String what, String next) {
        return RescueException.refused(
                "mounts-changed",
                "somebody else works on this disk: " + what + " after the plan was made",
                next + ", then start again");
    }
}
