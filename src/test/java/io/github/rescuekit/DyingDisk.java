package io.github.rescuekit;

import io.github.rescuekit.exec.Starter.Companion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A loop device that nbdkit serves as a dying disk does: late, with a sector that cannot be read, or without writing. */
public final class DyingDisk implements AutoCloseable {

    private final Path file;
    private final Companion server;
    private final LoopImage disk;

    private DyingDisk(Path file, Companion server, LoopImage disk) {
        this.file = file;
        this.server = server;
        this.disk = disk;
    }

    /** 8 MiB of zeros; each reading takes that long. */
    public static DyingDisk hung(Path directory, int seconds) throws IOException {
        return served(directory.resolve("hung.img"), "--filter=delay", "memory", "size=8M", "rdelay=" + seconds);
    }

    /** The content of an image, but for the sector of that byte. */
    public static DyingDisk withBadSector(Path image, long at) throws IOException {
        String touchesIt = "[ $4 -le " + at + " ] && [ $(($4 + $3)) -gt " + at + " ]";
        return served(
                image.resolveSibling("bad-sector.img"),
                "eval",
                "get_size=stat --format=%s " + image,
                "pread=if " + touchesIt + "; then echo EIO >&2; exit 1; fi; dd if=" + image
                        + " iflag=skip_bytes,count_bytes skip=$4 count=$3 bs=64k status=none",
                "can_write=exit 0",
                "pwrite=dd of=" + image + " conv=notrunc oflag=seek_bytes seek=$4 bs=64k status=none");
    }

    /** The content of an image; nothing can be written. */
    public static DyingDisk unwritable(Path image) throws IOException {
        return served(
                image.resolveSibling("unwritable.img"),
                "--filter=error",
                "file",
                image.toString(),
                "error-pwrite=EIO",
                "error-pwrite-rate=100%");
    }

    private static DyingDisk served(Path file, String... words) throws IOException {
        List<String> line = new ArrayList<>(List.of("--command", "nbdkit", "-s"));
        line.addAll(List.of(words));
        Companion server = NbdFile.show(file, line.toArray(String[]::new));
        try {
            return new DyingDisk(file, server, LoopImage.attach(file));
        } catch (RuntimeException e) {
            stop(file, server);
            throw e;
        }
    }

    public String device() {
        return disk.device();
    }

    @Override
    public void close() {
        try {
            disk.close();
        } finally {
            stop(file, server);
        }
    }

    private static void stop(Path file, Companion server) {
        LoopImage.tryRun("umount", "--lazy", file.toString());
        server.close();
    }
}
