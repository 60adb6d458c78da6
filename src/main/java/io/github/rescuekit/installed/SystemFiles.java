package io.github.rescuekit.installed;

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

    /** The text of a regular file of at most 16 MiB; empty when there is none. */
    Optional<FileText> text(String path);

    /** Names in a directory, sorted; empty when there is none. */
    List<String> list(String directory);

    /** Existing paths that match a pattern of {@code *} and {@code ?}, one component at a time, sorted. */
    List<SystemFile> glob(String pattern);

    default boolean exists(String path) {
        return find(path).isPresent();
    }
}
