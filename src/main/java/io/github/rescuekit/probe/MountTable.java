package io.github.rescuekit.probe;

import io.github.rescuekit.model.MountEntry;
import io.github.rescuekit.parse.Mountinfo;
import java.nio.file.Path;
import java.util.List;

/** What is mounted at this moment; cheap enough to be asked before each write. */
public final class MountTable {

    private static final String MOUNTINFO = "/proc/self/mountinfo";

    private final KernelFiles files;

    public MountTable() {
        this.files = new KernelFiles(Path.of("/"));
    }

    public List<MountEntry> now() {
        return Mountinfo.parse(files.text(MOUNTINFO).orElse(""));
    }
}
