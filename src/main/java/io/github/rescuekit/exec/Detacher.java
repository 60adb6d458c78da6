package io.github.rescuekit.exec;

import java.nio.file.Path;

/** Starts a program that goes on when we end. */
@FunctionalInterface
public interface Detacher {

    /**
     * Starts the program in a session of its own, without a terminal and with the environment of this process.
     *
     * @param output where both of its outputs go
     * @throws ToolFailedException when the program is missing or cannot be started
     */
    void detach(Command command, Path output);
}
