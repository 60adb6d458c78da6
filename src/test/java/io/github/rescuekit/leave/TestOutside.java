package io.github.rescuekit.leave;

import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.repair.boot.EspContent;
import io.github.rescuekit.repair.initramfs.InitramfsLook;
import io.github.rescuekit.repair.initramfs.TestInitramfs;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Disks that begin with GRUB's boot code, an ESP with a loader, and room everywhere, until a test says otherwise. */
final class TestOutside implements Outside {

    static final Space ROOM = new Space(Bytes.gib(10), Bytes.gib(4));
    private static final int SECTOR = 512;
    private static final long CORE = 2048;

    boolean startedByUefi;
    InitramfsLook initramfs = TestInitramfs.virtual();
    Optional<EspContent> esp = Optional.of(new EspContent(
            List.of("/EFI/BOOT/BOOTX64.EFI", "/EFI/debian/grubx64.efi"), List.of("UUID=" + Server.ROOT)));
    final Map<String, EspContent> esps = new HashMap<>();
    private final Map<String, byte[]> sectors = new HashMap<>();
    private final Map<String, Space> spaces = new HashMap<>();

    /** A first sector with some text in it, and the number of the sector that it goes on with. */
    static byte[] code(String text, long next) {
        byte[] sector = new byte[SECTOR];
        byte[] words = text.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(words, 0, sector, 0x180, words.length);
        for (int i = 0; i < Long.BYTES; i++) {
            sector[0x5c + i] = (byte) (next >>> (8 * i));
        }
        sector[510] = 0x55;
        sector[511] = (byte) 0xaa;
        return sector;
    }

    TestOutside sector(String disk, long number, byte[] content) {
        sectors.put(disk + " " + number, content);
        return this;
    }

    TestOutside space(String mountPoint, Bytes free) {
        spaces.put(mountPoint, new Space(Bytes.gib(10), free));
        return this;
    }

    @Override
    public Optional<Space> space(String mountPoint) {
        return Optional.of(spaces.getOrDefault(mountPoint, ROOM));
    }

    @Override
    public byte[] read(BlockDevice device, long offset, int length) {
        long number = offset / SECTOR;
        byte[] usual = number == 0 ? code("GRUB \0Geom\0Hard Disk", CORE) : code("loading", 0);
        return Arrays.copyOf(sectors.getOrDefault(device.path() + " " + number, usual), length);
    }

    @Override
    public EspContent esp(BlockDevice device) {
        return Optional.ofNullable(esps.get(device.path()))
                .or(() -> esp)
                .orElseThrow(() ->
                        new RescueException(ExitCode.TOOL_FAILED, "unknown filesystem type 'vfat'", "see 'dmesg'"));
    }

    @Override
    public InitramfsLook initramfs() {
        return initramfs;
    }

    @Override
    public boolean startedByUefi() {
        return startedByUefi;
    }
}
