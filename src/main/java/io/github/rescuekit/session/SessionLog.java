package io.github.rescuekit.session;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/** The log of the rescue session, in the rescue system: appended to by every process, readable by root alone. */
public final class SessionLog {

    public static final SessionLog OF_THIS_RESCUE = new SessionLog(Path.of("/var/log/rescuekit/rescuekit.log"));

    // Rescue systems live in memory: two files of this size are all that may be taken from it.
    private static final long FULL = 4L << 20;

    private final Path file;

    public SessionLog(Path file) {
        this.file = file;
    }

    /** Appends an entry and returns the file; empty when it cannot be written, as on a full disk or without root rights. */
    public synchronized Optional<Path> append(String entry) {
        try {
            Files.createDirectories(
                    file.toAbsolutePath().getParent(),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            makeRoom();
            write(Instant.now() + " " + entry.stripTrailing() + "\n");
            return Optional.of(file);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** All that was logged, the older file first; empty when nothing was. */
    public synchronized Optional<byte[]> content() {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (Path part : List.of(older(), file)) {
            try {
                content.writeBytes(Files.readAllBytes(part));
            } catch (IOException e) {
                // Most sessions log nothing, and hardly one needs a second file.
                System.getLogger(SessionLog.class.getName()).log(System.Logger.Level.DEBUG, "no log " + part, e);
            }
        }
        return Optional.of(content.toByteArray()).filter(it -> it.length > 0);
    }

    public Path file() {
        return file;
    }

    private Path older() {
        return file.resolveSibling(file.getFileName() + ".1");
    }

    private void makeRoom() throws IOException {
        if (Files.exists(file) && Files.size(file) > FULL) {
            Files.move(file, older(), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private void write(String text) throws IOException {
        try (var channel = Files.newByteChannel(
                file,
                EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            channel.write(StandardCharsets.UTF_8.encode(text));
        }
    }
}
