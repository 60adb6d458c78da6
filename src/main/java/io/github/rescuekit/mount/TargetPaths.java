package io.github.rescuekit.mount;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Door 2 for mount points: follows a path of the target the way the target would, one component at a time. A link that
 * begins with a slash starts again at the target's root, and {@code ..} never leads out of it.
 */
final class TargetPaths {

    private static final int MOST_LINKS = 40;

    private final Path root;

    TargetPaths(Path root) {
        this.root = root;
    }

    /** The same place as a path without links, such as {@code /usr/bin}; empty when there is nothing. */
    Optional<String> resolve(String path) {
        return resolveMissing(path).filter(it -> attributes(it).isPresent());
    }

    /** The same, but the place need not exist; empty when links go in a circle. */
    Optional<String> resolveMissing(String path) {
        Deque<String> left = new ArrayDeque<>();
        Deque<String> done = new ArrayDeque<>();
        prepend(path, left);
        int links = 0;
        while (!left.isEmpty()) {
            String name = left.pop();
            if (name.equals("..")) {
                done.pollLast();
                continue;
            }
            done.addLast(name);
            Optional<String> link = link(written(done));
            if (link.isPresent()) {
                done.removeLast();
                if (++links > MOST_LINKS) {
                    return Optional.empty();
                }
                if (link.get().startsWith("/")) {
                    done.clear();
                }
                prepend(link.get(), left);
            }
        }
        return Optional.of(written(done));
    }

    /** Where a path without links is for this process. */
    Path outside(String resolved) {
        return resolved.equals("/") ? root : root.resolve(resolved.substring(1));
    }

    /** What lstat(2) says of a path without links. */
    Optional<BasicFileAttributes> attributes(String resolved) {
        try {
            return Optional.of(
                    Files.readAttributes(outside(resolved), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
        } catch (IOException | InvalidPathException e) {
            return Optional.empty();
        }
    }

    private Optional<String> link(String path) {
        try {
            return attributes(path).filter(BasicFileAttributes::isSymbolicLink).isPresent()
                    ? Optional.of(Files.readSymbolicLink(outside(path)).toString())
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static void prepend(String path, Deque<String> left) {
        List<String> names = List.of(path.split("/", -1));
        for (int i = names.size() - 1; i >= 0; i--) {
            if (!names.get(i).isEmpty() && !names.get(i).equals(".")) {
                left.push(names.get(i));
            }
        }
    }

    private static String written(Deque<String> names) {
        return "/" + String.join("/", names);
    }
}
