package io.github.rescuekit.prove;

import io.github.rescuekit.LoopImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What an edit wrote to a disk.
 *
 * @param before the disk as it was
 * @param began where the edit began in the log
 * @param ended where it was reported as done
 */
record Recording(Path before, WriteLog log, long began, long ended) {

    /** Makes an edit on a copy of a disk and records it. */
    static Recording of(Path before, String type, LoopImage.Work edit) throws IOException {
        Path logFile = before.resolveSibling("writes.log");
        Files.deleteIfExists(logFile);
        Path image = LoopImage.copy(before, "working");
        Path at = Files.createTempDirectory(before.getParent(), "recorded");
        long began;
        long ended;
        try (RecordedDisk disk = RecordedDisk.over(image, logFile)) {
            LoopImage.run("mount", "-t", type, disk.device(), at.toString());
            try {
                began = disk.logged();
                edit.on(at);
                ended = disk.logged();
            } finally {
                LoopImage.unmount(at);
            }
        }
        return new Recording(before, WriteLog.read(logFile), began, ended);
    }
}
