package io.github.rescuekit.repair.initramfs;

import io.github.rescuekit.model.BusDevice;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Archives as an initramfs has them, byte for character. */
public final class TestInitramfs {

    /** A disk of a virtual machine. */
    public static final BusDevice VIRTIO =
            new BusDevice("virtio:d00000002v00001AF4", "virtio_blk", Optional.of("virtio_blk"));

    private static final String FILE_MODE = "000081A4";

    private TestInitramfs() {}

    /** A look at a machine all of whose disks are those of a virtual one. */
    public static InitramfsLook virtual() {
        return InitramfsLook.withoutPrograms(disk -> List.of(VIRTIO));
    }

    /** An archive of files, each with that many bytes in it. */
    public static String archive(int size, String... names) {
        StringBuilder archive = new StringBuilder();
        for (String name : names) {
            add(archive, name, size);
        }
        add(archive, "TRAILER!!!", 0);
        return archive.toString();
    }

    /** An archive with one file of that text in it, to be followed by another archive. */
    static String file(String name, String text) {
        StringBuilder archive = new StringBuilder();
        add(archive, name, text.length(), text);
        add(archive, "TRAILER!!!", 0);
        return archive.toString();
    }

    private static void add(StringBuilder archive, String name, int size) {
        add(archive, name, size, "x".repeat(size));
    }

    private static void add(StringBuilder archive, String name, int size, String content) {
        archive.append("070701").append("00000001").append(FILE_MODE).append("0".repeat(32));
        archive.append(hex(size))
                .append("0".repeat(32))
                .append(hex(name.length() + 1))
                .append("0".repeat(8));
        archive.append(name).append('\0');
        align(archive);
        archive.append(content);
        align(archive);
    }

    private static void align(StringBuilder archive) {
        archive.append("\0".repeat(-archive.length() & 3));
    }

    private static String hex(int number) {
        return HexFormat.of().toHexDigits(number);
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
