package io.github.rescuekit.session;

import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.RescueException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A report in a file of the rescue system, for root alone: whole or not at all. */
public final class ReportFile {

    private ReportFile() {}

    /**
     * Fails when a report could not be written there; asked before the work that it is about.
     *
     * @throws RescueException when its directory is missing, or the path is a directory
     */
    public static void requireWritable(Path file) {
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null || !Files.isDirectory(directory) || Files.isDirectory(file)) {
            throw RescueException.usage(
                    "no report can be written to " + file + ": its directory is not there, or it is a directory itself",
                    "name a file in a directory of the rescue system that exists");
        }
    }

    /** Writes the report; what stood there before stays until it is complete. */
    public static void write(Path file, String text) {
        Path part = file.resolveSibling("." + file.getFileName() + ".part");
        try {
            Files.deleteIfExists(part);
            Durable.writeNew(part, text.getBytes(StandardCharsets.UTF_8));
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new RescueException(
                            ExitCode.TOOL_FAILED,
                            "the report could not be written to " + file + ": " + e.getMessage(),
                            "the work itself is done: 'rescuekit history' tells what was changed")
                    .causedBy(e);
        }
    }
}
