package io.github.rescuekit.diagnose;

import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.DeviceKind;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.PartitionEntry;
import io.github.rescuekit.model.Progress;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
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

    private final BackupSuperblocks backups;

    UnknownContentCheck(BackupSuperblocks backups) {
        this.backups = backups;
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
        Optional<BackupSuperblocks.Backup> backup = backups.find(device);
        return backup.map(it -> destroyed(device, it)).orElseGet(() -> unknown(device));
    }

    private static CheckResult destroyed(BlockDevice device, BackupSuperblocks.Backup backup) {
        return CheckResult.failed(
                ID,
                device.path(),
                "it was an ext filesystem: its first superblock is destroyed, a backup is intact",
                List.of(
                        "backup superblock at " + backup.place(),
                        "UUID " + backup.superblock().uuid().orElse("unknown")
                                + backup.superblock()
                                        .label()
                                        .map(it -> ", label " + it)
                                        .orElse(""),
                        "size " + backup.superblock().size()),
                "repair it: rescuekit fsck " + device.path());
    }

    private static CheckResult unknown(BlockDevice device) {
        return CheckResult.unknown(
                ID,
                device.path(),
                "no known signature and no ext backup superblock: it is empty, encrypted, or badly damaged",
                List.of(),
                "do not write to it before you know what it was; compare with the server's fstab and partition table");
    }
}
