package io.github.rescuekit.installed;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The files of an installed system, as that system would see them: paths are absolute inside it, links are resolved
 * inside its root and never lead out.
 */
public interface SystemFiles {

    /** The file after following links; empty when there is none or a link leads nowhere. */
    Optional<SystemFile> find(String path);

    /** The file itself, a link included. */
    Optional<SystemFile> findWithoutFollowing(String path);

    /** The target of a link, as it is written. */
    Optional<String> linkTarget(String path);

    /**
     * The text of a regular file; empty when there is none.
     *
     * @throws io.github.rescuekit.model.RescueException when it is larger than 16 MiB or cannot be read
     */
    Optional<FileText> text(String path);

    /** The first bytes of a regular file of any size, at most {@code count}; empty when there is none. */
    Optional<byte[]> head(String path, int count);

    /** The last bytes of a regular file of any size, at most {@code count}; empty when there is none. */
    Optional<byte[]> tail(String path, int count);

    /** Bytes of a regular file of any size, from a place on, at most {@code count}; empty when there is none. */
    Optional<byte[]> part(String path, long from, int count);

    /** Names in a directory, sorted; empty when there is none. */
    List<String> list(String directory);

    /** The entries of a directory themselves, links included, sorted; empty when there is none. */
    default List<SystemFile> entries(String directory) {
        return list(directory).stream()
                .flatMap(name -> findWithoutFollowing(directory + "/" + name).stream())
                .toList();
    }

    /**
     * The entries that match a pattern of {@code *} and {@code ?}, one component at a time, sorted; links on the way are
     * followed, an entry that is a link itself is not. As in glob(7), a leading dot is matched by a dot only.
     */
    List<SystemFile> glob(String pattern);

    /** Where a program of this machine finds what a path leads to; empty when there is nothing, or it is on no disk. */
    default Optional<Path> outside(String path) {
        return Optional.empty();
    }

    /** How full the filesystem is that holds what a path leads to; empty when that cannot be told. */
    default Optional<FilesystemSpace> space(String path) {
        return Optional.empty();
    }

    default boolean exists(String path) {
        return find(path).isPresent();
    }
}
