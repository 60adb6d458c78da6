package io.github.rescuekit.repair.boot;

import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.PartitionEntry;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.model.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The disks that carry a system's {@code /boot}, as a BIOS meets them: it may start any one of them. */
public final class BiosDisks {

    private final Machine machine;
    private final boolean isRedundant;
    private final List<BiosDisk> all;
    private final List<Fault> unread = new ArrayList<>();

    private BiosDisks(Machine machine, BlockDevice boot, BiosDisk.Blocks blocks) {
        this.machine = machine;
        this.isRedundant = machine.isRedundant(boot);
        List<BiosDisk> disks = machine.activeDisksOf(boot).stream()
                .flatMap(it -> look(it, blocks).stream())
                .toList();
        this.all = isRedundant ? besideGrub(disks) : disks;
    }

    public static BiosDisks of(BootView view, BiosDisk.Blocks blocks) {
        return new BiosDisks(view.system().machine(), view.bootDevice(), blocks);
    }

    private Optional<BiosDisk> look(BlockDevice disk, BiosDisk.Blocks blocks) {
        try {
            return Optional.of(BiosDisk.of(disk, blocks));
        } catch (RescueException e) {
            String why = e.unlessInterrupted().happened();
            unread.add(
                    new Fault(Verdict.UNKNOWN, disk.path(), disk.path() + ": its boot code could not be read: " + why));
            return Optional.empty();
        }
    }

    // Beside a half of the mirror that starts by GRUB, what an installer or parted left on the other one starts
    // nothing.
    private static List<BiosDisk> besideGrub(List<BiosDisk> disks) {
        Optional<BlockDevice> grub =
                disks.stream().filter(BiosDisk::startsGrub).map(BiosDisk::disk).findFirst();
        return grub.isEmpty()
                ? disks
                : disks.stream().map(it -> it.beside(grub.get())).toList();
    }

    public List<BiosDisk> all() {
        return all;
    }

    /** Those that certainly do not start; each half of a mirror has to, of the disks of a volume group only one. */
    public List<BiosDisk> broken() {
        List<BiosDisk> broken = all.stream().filter(BiosDisk::startsNothing).toList();
        return isRedundant || (unread.isEmpty() && broken.size() == all.size()) ? broken : List.of();
    }

    /** What is wrong with each, or cannot be told; suspect only while the server may start from another disk. */
    public List<Fault> faults() {
        boolean oneStarts = all.stream().anyMatch(it -> it.fault().isEmpty());
        if (oneStarts && !isRedundant) {
            return List.of();
        }
        boolean noneStarts = unread.isEmpty() && all.stream().allMatch(BiosDisk::startsNothing);
        List<Fault> faults = new ArrayList<>(unread);
        all.stream()
                .flatMap(it -> it.fault().stream())
                .map(it -> noneStarts ? it : it.suspected())
                .forEach(faults::add);
        return faults;
    }

    /** Why GRUB's core image finds no place on a disk. */
    public Optional<String> whyNoRoom(BlockDevice disk) {
        if (disk.tableType().isEmpty()) {
            return Optional.of(
                    disk.path() + " has no partition table, and so no room for GRUB's core image: only another"
                            + " disk can start the server");
        }
        boolean hasRoom = !disk.tableType().get().equals("gpt")
                || machine.childrenOf(disk).stream()
                        .flatMap(it -> it.partition().stream())
                        .anyMatch(it -> it.isOfType(PartitionEntry.BIOS_BOOT));
        return hasRoom
                ? Optional.empty()
                : Optional.of(
                        disk.path() + " has no room for GRUB's core image: make a BIOS boot partition of 1 MiB on it"
                                + " (sgdisk --new=0:0:+1M --typecode=0:ef02 " + disk.path() + "), then repair again");
    }
}
