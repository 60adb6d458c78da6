package io.github.rescuekit.prove;

import io.github.rescuekit.LoopImage;
import io.github.rescuekit.NbdFile;
import io.github.rescuekit.exec.Starter.Companion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A loop device over an image, which logs every write and flush: nbdfuse over qemu-nbd with its driver blklogwrites. */
final class RecordedDisk implements AutoCloseable {

    private final Path fuse;
    private final Path log;
    private final Companion server;
    private final LoopImage disk;

    private RecordedDisk(Path fuse, Path log, Companion server, LoopImage disk) {
        this.fuse = fuse;
        this.log = log;
        this.server = server;
        this.disk = disk;
    }

    static RecordedDisk over(Path image, Path log) throws IOException {
        Path fuse = image.resolveSibling("recorded.img");
        Files.createFile(log);
        Companion server = NbdFile.show(
                fuse,
                "--socket-activation",
                "qemu-nbd",
                "--image-opts",
                "driver=blklogwrites,file.driver=file,file.filename=" + image + ",log.driver=file,log.filename=" + log);
        return new RecordedDisk(fuse, log, server, LoopImage.attach(fuse));
    }

    String device() {
        return disk.device();
    }

    /** How much of the log is written: what comes later on the disk comes after it. */
    long logged() throws IOException {
        return Files.size(log);
    }

    @Override
    public void close() {
        disk.close();
        LoopImage.unmount(fuse);
        server.exitCode();
        server.close();
    }
}
