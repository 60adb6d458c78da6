package io.github.rescuekit;

import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.Starter.Companion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A file that nbdfuse shows in place of what a server of blocks has. */
public final class NbdFile {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private NbdFile() {}

    /** Makes the file and waits until the server shows its blocks there. */
    public static Companion show(Path file, String... server) throws IOException {
        Files.createFile(file);
        List<String> words = new ArrayList<>(List.of(file.toString()));
        words.addAll(List.of(server));
        Companion running = LoopImage.RUNNER.start(Command.of("nbdfuse", words));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (Files.size(file) == 0) {
            if (!running.isAlive() || System.nanoTime() > deadline) {
                running.close();
                throw new IOException("nbdfuse did not show " + file);
            }
            LoopImage.run("sleep", "0.1");
        }
        return running;
    }
}
