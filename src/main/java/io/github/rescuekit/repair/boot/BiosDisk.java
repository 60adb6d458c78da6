package io.github.rescuekit.repair.boot;

import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Verdict;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * What a BIOS finds on a disk: code in its first sector, and what that code loads next.
 *
 * @param loader whose code it is; empty when it is of none that is known here
 * @param isBlank there is no code at all
 * @param fault why it starts nothing
 */
public record BiosDisk(BlockDevice disk, Optional<String> loader, boolean isBlank, Optional<Fault> fault) {

    public static final String GRUB = "GRUB";

    /** Bytes of the first sector that are code; the rest is the disk's identifier and its table. */
    public static final int CODE = 440;

    public static final int SECTOR = 512;

    // boot.img of GRUB 2 has the sector of its core image here.
    private static final int NEXT_SECTOR = 0x5c;
    private static final List<String> KNOWN = List.of(GRUB, "LILO", "Missing operating system");

    /** Bytes of a device. */
    @FunctionalInterface
    public interface Blocks {
        byte[] read(BlockDevice device, long offset, int length);
    }

    public static BiosDisk of(BlockDevice disk, Blocks blocks) {
        byte[] sector = blocks.read(disk, 0, SECTOR);
        String code = new String(sector, 0, CODE, StandardCharsets.ISO_8859_1);
        Optional<String> known = KNOWN.stream().filter(code::contains).findFirst();
        if (known.isEmpty()) {
            boolean blank = code.chars().allMatch(c -> c == 0);
            return new BiosDisk(
                    disk,
                    known,
                    blank,
                    Optional.of(
                            blank
                                    ? fault(Verdict.FAILED, disk, "the first sector holds no boot code")
                                    : fault(
                                            Verdict.UNKNOWN,
                                            disk,
                                            "the boot code is of no loader that is known here")));
        }
        long next = ByteBuffer.wrap(sector).order(ByteOrder.LITTLE_ENDIAN).getLong(NEXT_SECTOR);
        boolean coreIsGone = known.get().equals(GRUB) && next > 0 && isEmpty(disk, next, blocks);
        return new BiosDisk(
                disk,
                known,
                false,
                coreIsGone
                        ? Optional.of(
                                fault(Verdict.FAILED, disk, "GRUB's core image is gone: sector " + next + " is empty"))
                        : Optional.empty());
    }

    boolean startsNothing() {
        return fault.filter(it -> it.verdict() == Verdict.FAILED).isPresent();
    }

    public boolean isOfGrub() {
        return loader.equals(Optional.of(GRUB));
    }

    public boolean startsGrub() {
        return fault.isEmpty() && isOfGrub();
    }

    /** As the other half of a mirror that starts by GRUB: code of somebody else finds nothing of the system there. */
    BiosDisk beside(BlockDevice other) {
        return isBlank || isOfGrub()
                ? this
                : new BiosDisk(
                        disk,
                        loader,
                        false,
                        Optional.of(fault(
                                Verdict.FAILED, disk, "the boot code is not GRUB's, as it is on " + other.path())));
    }

    private static boolean isEmpty(BlockDevice disk, long sector, Blocks blocks) {
        if (sector >= disk.size().count() / SECTOR) {
            return true;
        }
        for (byte b : blocks.read(disk, sector * SECTOR, SECTOR)) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    private static Fault fault(Verdict verdict, BlockDevice disk, String why) {
        return new Fault(verdict, disk.path(), disk.path() + ": " + why);
    }
}
