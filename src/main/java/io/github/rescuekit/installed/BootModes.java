package io.github.rescuekit.installed;

import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Fstab;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.PartitionEntry;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Tells which firmware starts an installed system, from its disks and its fstab. */
public final class BootModes {

    private static final List<String> ESP_MOUNT_POINTS = List.of("/boot/efi", "/efi", "/boot");
    private static final String MBR_ESP = "0xef";

    private BootModes() {}

    /** The firmware that can start it; {@code BOTH} where the disk is prepared for either. */
    public static BootMode find(Machine machine, Optional<BlockDevice> root, Fstab fstab, SystemFiles files) {
        List<BlockDevice> disks = root.map(machine::disksOf).orElse(List.of());
        boolean uefi = mountsEsp(fstab)
                || hasPartition(machine, disks, PartitionEntry.EFI_SYSTEM)
                || hasPartition(machine, disks, MBR_ESP);
        boolean bios = hasPartition(machine, disks, PartitionEntry.BIOS_BOOT)
                || disks.stream()
                        .anyMatch(disk -> disk.tableType().filter("dos"::equals).isPresent())
                || files.exists("/boot/grub/i386-pc/core.img")
                || files.exists("/boot/grub2/i386-pc/core.img");
        if (uefi) {
            return bios ? BootMode.BOTH : BootMode.UEFI;
        }
        return bios ? BootMode.BIOS : BootMode.UNKNOWN;
    }

    private static boolean mountsEsp(Fstab fstab) {
        return fstab.entries().stream()
                .anyMatch(entry -> ESP_MOUNT_POINTS.contains(entry.mountPoint())
                        && entry.type().equals("vfat"));
    }

    private static boolean hasPartition(Machine machine, List<BlockDevice> disks, String type) {
        return partitions(machine, disks).anyMatch(it -> it.isOfType(type));
    }

    private static Stream<PartitionEntry> partitions(Machine machine, List<BlockDevice> disks) {
        return disks.stream()
                .flatMap(disk -> machine.childrenOf(disk).stream())
                .flatMap(device -> device.partition().stream());
    }
}
