package io.github.rescuekit.mount;

import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.RescueException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The directory of the rescue system at which an installed system is mounted.
 *
 * @param path without links, as the kernel's mount table writes it
 * @param isOurs it was made for the purpose
 */
record MountDirectory(Path path, boolean isOurs) {

    static final String FREE_MEMORY = "free some memory, then try again";

    /** Checks that nothing is there that a mount would hide. */
    static MountDirectory prepare(Path at, MountRecords records) {
        MountDirectory directory = made(at);
        records.dropStale(directory.path());
        MountTable.now().atOrBelow(directory.path()).stream().findFirst().ifPresent(it -> {
            throw RescueException.refused(
                    "directory-in-use",
                    it.source() + " is already mounted at " + it.mountPoint(),
                    "take it down ('rescuekit umount' or umount " + it.mountPoint()
                            + "), or choose another directory with --at");
        });
        requireEmpty(directory.path());
        return directory;
    }

    /**
     * Makes a directory of the rescue system, with those above it.
     *
     * @param next what to do when there is no room
     */
    static void makeAll(Path directory, String next) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new RescueException(ExitCode.TOOL_FAILED, directory + " could not be made: " + e.getMessage(), next)
                    .causedBy(e);
        }
    }

    private static MountDirectory made(Path at) {
        Path absolute = at.toAbsolutePath().normalize();
        try {
            return new MountDirectory(absolute.toRealPath(), false);
        } catch (NoSuchFileException e) {
            return make(absolute);
        } catch (IOException e) {
            throw unusable(absolute, e);
        }
    }

    private static MountDirectory make(Path absolute) {
        try {
            return new MountDirectory(Files.createDirectory(absolute).toRealPath(), true);
        } catch (IOException e) {
            throw unusable(absolute, e);
        }
    }

    private static void requireEmpty(Path path) {
        try (Stream<Path> files = Files.list(path)) {
            files.findAny().ifPresent(file -> {
                throw RescueException.refused(
                        "directory-in-use",
                        path + " is not empty: " + file.getFileName() + " would be hidden",
                        "choose an empty directory with --at");
            });
        } catch (IOException e) {
            throw unusable(path, e);
        }
    }

    private static RescueException unusable(Path path, IOException e) {
        return new RescueException(
                        ExitCode.USAGE,
                        path + " cannot be used to mount at: " + e,
                        "choose an empty directory with --at, such as --at /mnt")
                .causedBy(e);
    }
}
