package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.PartitionEntry;
import io.github.rescuekit.repair.Step;
import io.github.rescuekit.repair.boot.BiosDisk;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The boot code that belongs to a core image which is still on the disk: GRUB's own boot.img with the place of that image
 * in it, as grub-bios-setup writes it. No program of the server has to run for that.
 */
final class BiosBootCode {

    private static final int KERNEL_SECTOR = 0x5c;
    // "jmp" over the workaround for a BIOS that passes no drive number; two times nop lets it run, as on every hard
    // disk.
    private static final int DRIVE_CHECK = 0x66;
    private static final byte NOP = (byte) 0x90;
    // Of the first two sectors some bytes are filled in when the image is put on the disk.
    private static final int FILLED_IN = 2 * BiosDisk.SECTOR;
    private static final int COMPARED = 16 * BiosDisk.SECTOR;

    private final Machine machine;
    private final SystemFiles files;
    private final BiosDisk.Blocks blocks;

    BiosBootCode(Machine machine, SystemFiles files, BiosDisk.Blocks blocks) {
        this.machine = machine;
        this.files = files;
        this.blocks = blocks;
    }

    /** The step that writes it; empty when the core image on the disk is not the one of these files. */
    Optional<Step> step(BiosDisk found, GrubTools grub) {
        String directory = grub.directory() + "/i386-pc/";
        Optional<byte[]> image =
                files.head(directory + "boot.img", BiosDisk.SECTOR).filter(it -> it.length == BiosDisk.SECTOR);
        Optional<byte[]> core = files.head(directory + "core.img", COMPARED).filter(it -> it.length == COMPARED);
        long sector = coreSector(found.disk());
        if (!found.isBlank() || image.isEmpty() || core.isEmpty() || !isThere(found.disk(), sector, core.get())) {
            return Optional.empty();
        }
        ByteBuffer code =
                ByteBuffer.wrap(Arrays.copyOf(image.get(), BiosDisk.CODE)).order(ByteOrder.LITTLE_ENDIAN);
        code.putLong(KERNEL_SECTOR, sector).put(DRIVE_CHECK, NOP).put(DRIVE_CHECK + 1, NOP);
        return Optional.of(new Step.WriteBootArea(
                found.disk().path(),
                0,
                HexFormat.of().formatHex(blocks.read(found.disk(), 0, BiosDisk.CODE)),
                HexFormat.of().formatHex(code.array())));
    }

    private boolean isThere(BlockDevice disk, long sector, byte[] core) {
        byte[] present = blocks.read(disk, sector * BiosDisk.SECTOR, COMPARED);
        return Arrays.equals(present, FILLED_IN, COMPARED, core, FILLED_IN, COMPARED);
    }

    // The gap of an MBR disk begins with the second sector.
    private long coreSector(BlockDevice disk) {
        return machine.childrenOf(disk).stream()
                .flatMap(it -> it.partition().stream())
                .filter(it -> it.isOfType(PartitionEntry.BIOS_BOOT))
                .flatMap(it -> it.start().stream())
                .map(it -> it.count() / BiosDisk.SECTOR)
                .findFirst()
                .orElse(1L);
    }
}
