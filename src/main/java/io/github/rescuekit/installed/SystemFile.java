package io.github.rescuekit.installed;

import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.FileMode;
import java.time.Instant;

/**
 * What lstat(2) tells of a file inside the installed system.
 *
 * @param path absolute inside that system, free of links
 * @param uid numeric owner; names belong to that system's own passwd
 */
public record SystemFile(String path, Kind kind, FileMode mode, int uid, int gid, Bytes size, Instant modified) {

    /** The kinds that repairs tell apart. */
    public enum Kind {
        REGULAR,
        DIRECTORY,
        LINK,
        OTHER
    }

    public boolean isRegular() {
        return kind == Kind.REGULAR;
    }

    public boolean isDirectory() {
        return kind == Kind.DIRECTORY;
    }
}
