package io.github.rescuekit.ui.command;

import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.model.Secret;
import io.github.rescuekit.repair.SecretLine;
import io.github.rescuekit.ui.StandardStream;
import java.io.BufferedInputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Door 7 for scripts: a secret comes by a file descriptor, which no list of processes shows. */
final class SecretDescriptor {

    private SecretDescriptor() {}

    /** @param option that named the descriptor, for messages */
    static Secret read(int descriptor, String option) {
        String from = "descriptor " + descriptor;
        if (descriptor == 0 && StandardStream.IN.isTerminal()) {
            throw RescueException.usage(
                    "standard input is a terminal, which would show the secret",
                    "leave " + option + " out to be asked, or give standard input a file or a pipe");
        }
        try (InputStream in = descriptor == 0
                ? new BufferedInputStream(new FileInputStream(FileDescriptor.in))
                : Files.newInputStream(Path.of("/proc/self/fd/" + descriptor))) {
            return SecretLine.read(from, in);
        } catch (IOException e) {
            throw RescueException.usage(
                            from + " cannot be read: " + e.getMessage(),
                            "open it for reading, such as: " + option + " 3 3</run/secret")
                    .causedBy(e);
        }
    }
}
