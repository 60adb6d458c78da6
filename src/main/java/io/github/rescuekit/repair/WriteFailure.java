package io.github.rescuekit.repair;

import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.RescueException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** What went wrong with a file of the installed system, and what to do about it. */
final class WriteFailure {

    private WriteFailure() {}

    static RescueException of(String act, String resolved, Path file, Bytes needed, IOException e) {
        String reason = e instanceof FileSystemException it && it.getReason() != null
                ? it.getReason()
                : String.valueOf(e.getMessage());
        return new RescueException(
                        ExitCode.TOOL_FAILED,
                        "could not " + act + " " + resolved + ": " + reason + room(reason, file, needed),
                        advice(reason, resolved))
                .causedBy(e);
    }

    private static String room(String reason, Path file, Bytes needed) {
        if (!reason.startsWith("No space left") && !reason.startsWith("Disk quota")) {
            return "";
        }
        Bytes free = new Bytes(TargetReader.directoryOf(file).toFile().getFreeSpace());
        return " (" + needed + " are needed, " + free + " are free)";
    }

    private static String advice(String reason, String resolved) {
        if (reason.startsWith("No space left") || reason.startsWith("Disk quota")) {
            return "make room on the filesystem of " + resolved + ", then try again";
        }
        if (reason.startsWith("Read-only")) {
            return "see why it is read-only ('dmesg', 'rescuekit mounts'), then mount it for writing";
        }
        return "see 'dmesg' and 'lsattr -d " + resolved + "' on the mounted system, then try again";
    }
}
