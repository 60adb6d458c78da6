package io.github.rescuekit.mount;

import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.Result;
import java.nio.file.Path;
import java.util.List;

/** A device whose writes go to memory, to see what a repair would do to it. Closing it forgets them. */
public interface Overlay extends AutoCloseable {

    /** The content of the device as a file for programs that {@link #run} starts. */
    Path image();

    Result run(Command command);

    /**
     * Replays the journal, in memory only.
     *
     * @throws io.github.rescuekit.model.RescueException when the kernel refuses the mount
     */
    void replay();

    /**
     * The files that the filesystem shows when its journal is replayed.
     *
     * @param options of mount(8), such as the place of another superblock
     * @throws io.github.rescuekit.model.RescueException when it cannot be mounted
     */
    FileTree files(List<String> options);

    @Override
    void close();
}
