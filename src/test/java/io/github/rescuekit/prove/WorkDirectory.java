package io.github.rescuekit.prove;

import io.github.rescuekit.LoopImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where a proof lays its images: on a disk, not in memory. What keeps it from being removed hides no other error. */
record WorkDirectory(Path path) implements AutoCloseable {

    static WorkDirectory of(String proof) throws IOException {
        return new WorkDirectory(Files.createTempDirectory(Path.of("/var/tmp"), "rescuekit-prove-" + proof + "-"));
    }

    @Override
    public void close() {
        LoopImage.run("rm", "-r", path.toString());
    }
}
