package io.github.rescuekit;

import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.Starter.Companion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A loop device of 8 MiB whose blocks come only after a long time, as those of a dying disk do. */
public final class HungDisk implements AutoCloseable {

    private final Path file;
    private final Companion server;
    private final LoopImage disk;

    private HungDisk(Path file, Companion server, LoopImage disk) {
        this.file = file;
        this.server = server;
        this.disk = disk;
    }

    /** Serves a file in that directory; each reading takes that long. */
    public static HungDisk of(Path directory, int seconds) throws IOException {
        Path file = Files.createFile(directory.resolve("hung.img"));
        Command server = Command.of("nbdfuse", file.toString(), "--command", "nbdkit", "-s", "--filter=delay")
                .with("memory", "size=8M", "rdelay=" + seconds);
        Companion running = LoopImage.RUNNER.start(server);
        try {
            awaitSize(file, running);
            return new HungDisk(file, running, LoopImage.attach(file));
        } catch (IOException | RuntimeException e) {
            stop(file, running);
            throw e;
        }
    }

    private static void awaitSize(Path file, Companion server) throws IOException {
        while (Files.size(file) == 0) {
            if (!server.isAlive()) {
                throw new IOException("nbdfuse ended");
            }
            LoopImage.run("sleep", "0.1");
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
