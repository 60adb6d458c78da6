package io.github.rescuekit.exec;

/** Runs a program to its end. */
@FunctionalInterface
public interface Runner {

    /**
     * Runs the program and returns what it left behind.
     *
     * @throws ToolFailedException when the program is missing, cannot be started, runs out of time, or ends with a code
     *     that the command does not accept
     */
    Result run(Command command);
}
