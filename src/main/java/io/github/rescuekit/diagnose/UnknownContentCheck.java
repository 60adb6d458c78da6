package io.github.rescuekit.diagnose;

import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.DeviceKind;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.PartitionEntry;
import io.github.rescuekit.model.Progress;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** A device that shows no known signature: empty, encrypted, or a filesystem whose superblock was destroyed. */
final class UnknownContentCheck implements Check {

    private static final String ID = "content";
    private static final Set<DeviceKind> KINDS = EnumSet.of(
            DeviceKind.DISK,
            DeviceKind.PARTITION,
            DeviceKind.RAID,
            DeviceKind.LVM,
            DeviceKind.CRYPT,
            DeviceKind.LOOP,
            DeviceKind.MULTIPATH);
    // Smaller ones hold boot code or the links of an extended partition, never a second superblock.
    private static final Bytes SMALLEST = Bytes.mib(8);

    private final LostFilesystems lost;

    UnknownContentCheck(LostFilesystems lost) {
        this.lost = lost;
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public boolean applies(Machine machine, BlockDevice device) {
        return device.filesystem().isEmpty()
                && device.tableType().isEmpty()
                && KINDS.contains(device.kind())
                && device.size().isMoreThan(SMALLEST)
                && machine.childrenOf(device).isEmpty()
                && device.partition()
                        .filter(it -> it.isOfType(PartitionEntry.BIOS_BOOT))
                        .isEmpty();
    }

    @Override
    public CheckResult run(Machine machine, BlockDevice device, Progress progress) {
        return lost.find(device).map(it -> destroyed(device, it)).orElseGet(() -> unknown(device));
    }

    private static CheckResult destroyed(BlockDevice device, LostFilesystems.Lost lost) {
        return CheckResult.failed(
                ID,
                device.path(),
                "it was " + lost.family() + " filesystem: its first superblock is destroyed, a copy is intact",
                lost.evidence(),
                "repair it: rescuekit fsck " + device.path());
    }

    private static CheckResult unknown(BlockDevice device) {
        return CheckResult.unknown(
                ID,
                device.path(),
                "no known signature and no copy of a superblock: it is empty, encrypted, or badly damaged",
                List.of(),
                "do not write to it before you know what it was; compare with the server's fstab and partition table");
    }
}
