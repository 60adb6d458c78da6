package io.github.rescuekit.exec;

/** Starts a program that keeps something for us while it lives: a mount namespace, a lock. */
@FunctionalInterface
public interface Starter {

    /**
     * Starts the program and returns while it runs.
     *
     * @throws ToolFailedException when the program is missing or cannot be started
     */
    Companion start(Command command);

    /**
     * A running program that ends when its standard input does. The kernel closes that pipe however we end, so what the
     * program keeps never outlives us.
     */
    interface Companion extends AutoCloseable {

        long pid();

        boolean isAlive();

        /** Sends a line and returns the next line of its output; empty when it has ended. */
        String ask(String line);

        /** Its exit code; waits for its end at most the command's limit. */
        int exitCode();

        @Override
        void close();
    }
}
