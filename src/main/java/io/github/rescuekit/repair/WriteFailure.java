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

    static RescueException of(String act, String path, Path file, Bytes needed, IOException e) {
        return new RescueException(
                        ExitCode.TOOL_FAILED,
                        "could not " + act + " " + path + ": " + reason(e) + room(file, needed, e),
                        advice(path, e))
                .causedBy(e);
    }

    static boolean isForWantOfRoom(IOException e) {
        return reason(e).startsWith("No space left") || reason(e).startsWith("Disk quota");
    }

    private static String reason(IOException e) {
        return e instanceof FileSystemException it && it.getReason() != null
                ? it.getReason()
                : String.valueOf(e.getMessage());
    }

    private static String room(Path file, Bytes needed, IOException e) {
        if (!isForWantOfRoom(e)) {
            return "";
        }
        Bytes free = new Bytes(TargetReader.directoryOf(file).toFile().getFreeSpace());
        return " (" + needed + " are needed, " + free + " are free"
                + (free.isMoreThan(needed) ? "; it may be out of inodes" : "") + ")";
    }

    private static String advice(String path, IOException e) {
        if (isForWantOfRoom(e)) {
            return "make room on the filesystem of " + path + " ('df', 'df -i'), then try again";
        }
        return reason(e).startsWith("Read-only")
                ? "see why it is read-only ('dmesg', 'rescuekit mounts'), then mount it for writing"
                : "see 'dmesg' and 'lsattr -d " + path + "' on the mounted system, then try again";
    }
}
