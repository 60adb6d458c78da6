package io.github.rescuekit.exec;

import java.io.IOException;
import java.io.InputStream;

/** Sends bytes through a program, such as one that unpacks. */
@FunctionalInterface
public interface Filter {

    /**
     * What the program makes of the source, as it comes. Its end is that of the program: reading it throws an
     * {@link IOException} with the program's own words when it ends with a code that the command does not accept, and a
     * {@link ToolFailedException} when it was killed or ran out of time. Closing the stream ends the program.
     *
     * @throws ToolFailedException when the program is missing or cannot be started
     */
    InputStream through(Command command, InputStream source);
}
