package io.github.rescuekit.probe;

import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.DeviceKind;
import io.github.rescuekit.model.PartitionEntry;
import java.util.List;
import java.util.Set;

/** Says of which devices nothing is known although something could be there: nobody may take them for free space. */
final class EmptyDevices {

    // Extended partitions of an MBR, PowerPC boot, and Microsoft's reserved partition hold no superblock by design.
    private static final Set<String> WITHOUT_SUPERBLOCK = Set.of(
            "0x5",
            "0xf",
            "0x85",
            "0x41",
            "9e1a2d38-c612-4316-aa26-8b49521e5a8b",
            "e3c9e316-0b5c-4db8-817d-f92df00215ae",
            PartitionEntry.BIOS_BOOT);

    private final Unknowns unknowns;

    EmptyDevices(Unknowns unknowns) {
        this.unknowns = unknowns;
    }

    void note(List<BlockDevice> devices) {
        devices.stream()
                .filter(it -> it.size().count() > 0 && it.kind() != DeviceKind.ROM)
                .filter(it -> it.filesystem().isEmpty() && it.tableType().isEmpty())
                .filter(it ->
                        devices.stream().noneMatch(child -> child.parents().contains(it.path())))
                .filter(it -> it.partition()
                        .flatMap(PartitionEntry::type)
                        .filter(WITHOUT_SUPERBLOCK::contains)
                        .isEmpty())
                .filter(it -> !unknowns.isAbout(it.path()))
                .forEach(this::note);
    }

    private void note(BlockDevice device) {
        unknowns.add(
                device.path(),
                (device.kind() == DeviceKind.PARTITION
                                ? " holds no known superblock"
                                : " holds no partition table and no known superblock")
                        + ": it is empty, or its beginning is damaged");
    }
}
