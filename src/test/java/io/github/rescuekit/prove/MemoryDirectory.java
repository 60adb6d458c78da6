package io.github.rescuekit.prove;

import io.github.rescuekit.LoopImage;
import java.nio.file.Path;

/** A directory in memory, for images that are copied and synced thousands of times: nothing is proved by a disk below. */
final class MemoryDirectory implements AutoCloseable {

    private final Path at;

    private MemoryDirectory(Path at) {
        this.at = at;
    }

    static MemoryDirectory over(Path directory, String size) {
        LoopImage.run("mount", "-t", "tmpfs", "-o", "size=" + size, "proof-images", directory.toString());
        return new MemoryDirectory(directory);
    }

    Path path() {
        return at;
    }

    @Override
    public void close() {
        LoopImage.unmount(at);
    }
}
