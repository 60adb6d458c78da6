package io.github.rescuekit.mount;

import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.PartitionEntry;
import java.util.List;

/**
 * The EFI system partitions beside a mirror. Each of its disks needs one to start from; fstab can name a single one for
 * {@code /boot/efi}, and those that it does not mount are shown in a directory of their own.
 */
public final class EfiPartitions {

    /** A boot covers it with a filesystem in memory, and so does this. */
    static final String IN_MEMORY = "/run";

    private static final String DIRECTORY = IN_MEMORY + "/rescuekit-esp/";
    private static final List<String> MOUNT_POINTS = List.of("/boot/efi", "/efi");
    private static final String MBR_ESP = "0xef";

    private EfiPartitions() {}

    /** Those of the disks that carry a device; none unless it goes on without one of them. */
    public static List<BlockDevice> beside(Machine machine, BlockDevice boot) {
        return machine.isRedundant(boot)
                ? machine.activeDisksOf(boot).stream()
                        .flatMap(disk -> of(machine, disk).stream())
                        .toList()
                : List.of();
    }

    /** Those of a disk, without members of an array: what is in these shows in the array. */
    public static List<BlockDevice> of(Machine machine, BlockDevice disk) {
        return machine.childrenOf(disk).stream()
                .filter(EfiPartitions::isEsp)
                .filter(it -> machine.childrenOf(it).isEmpty() && !isMember(it))
                .toList();
    }

    /** Whether a system has one there; {@code /boot/efi2} is that of a mirror's other disk. */
    public static boolean isMountPoint(String at) {
        return MOUNT_POINTS.stream().anyMatch(at::startsWith);
    }

    public static boolean isEsp(BlockDevice device) {
        return device.partition()
                .filter(it -> it.isOfType(PartitionEntry.EFI_SYSTEM) || it.isOfType(MBR_ESP))
                .isPresent();
    }

    private static boolean isMember(BlockDevice device) {
        return device.filesystem().filter(it -> it.isMember()).isPresent();
    }

    /** Where one that fstab does not mount is shown; the same in every rescue boot, as an undo finds it there. */
    public static String mountPoint(BlockDevice esp) {
        return DIRECTORY + esp.partition().flatMap(PartitionEntry::uuid).orElse(esp.name());
    }

    static boolean isShownAt(String mountPoint) {
        return mountPoint.startsWith(DIRECTORY);
    }
}
