package io.github.rescuekit.installed;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Walks a path inside a root as a process in that root would, one name at a time. Each directory is opened relative to the
 * one before it and never through a link, so a name that turns into a link meanwhile is an error and not a way out.
 *
 * <p>Java reads the target of a link by its path only. That path may lead elsewhere when a directory on it is swapped for a
 * link at that moment; what is read then is only a text, and the walk follows it inside the root like any other.
 */
final class ConfinedWalk implements Closeable {

    // The limits of path_resolution(7); the depth only keeps hostile paths from eating all descriptors.
    private static final int MOST_LINKS = 40;
    private static final int LONGEST_NAME = 255;
    private static final int DEEPEST = 128;

    private static final Path HERE = Path.of(".");
    private static final Path PARENT = Path.of("..");
    private static final Path NOTHING = Path.of("");

    private final List<SecureDirectoryStream<Path>> opened = new ArrayList<>();
    private final List<Path> names = new ArrayList<>();
    private final Path root;
    private int links;

    private ConfinedWalk(Path root) {
        this.root = root;
    }

    /** Opens the root; close the walk when the place it reached is no longer needed. */
    @SuppressWarnings("StreamResourceLeak") // the walk closes it
    static ConfinedWalk from(Path root) throws IOException {
        ConfinedWalk walk = new ConfinedWalk(root);
        try {
            walk.opened.add(secure(Files.newDirectoryStream(root)));
            return walk;
        } catch (NoSuchFileException e) {
            throw new IOException("its root is no longer mounted", e);
        }
    }

    /** Where a path leads; empty when nothing is there. */
    Optional<Place> to(Path path, boolean followLast) throws IOException {
        Deque<Path> ahead = new ArrayDeque<>();
        path.forEach(ahead::addLast);
        while (!ahead.isEmpty()) {
            Path name = ahead.removeFirst();
            if (name.equals(HERE) || name.equals(NOTHING)) {
                continue;
            }
            if (name.equals(PARENT)) {
                leave();
                continue;
            }
            Optional<Place> place = placeOf(current(), names, name);
            if (place.isEmpty()) {
                return place;
            }
            boolean isLast = ahead.isEmpty();
            if (place.get().attributes().isSymbolicLink() && (followLast || !isLast)) {
                links++;
                if (links > MOST_LINKS) {
                    return Optional.empty();
                }
                follow(place.get(), ahead);
            } else if (isLast) {
                return place;
            } else if (place.get().attributes().isDirectory()) {
                enter(name);
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(currentPlace());
    }

    @Override
    public void close() throws IOException {
        while (!opened.isEmpty()) {
            opened.remove(opened.size() - 1).close();
        }
    }

    /**
     * A file that was reached, as long as its walk is open.
     *
     * @param directory the open directory it is in
     * @param name its name there
     * @param names the way from the root, free of links
     */
    record Place(SecureDirectoryStream<Path> directory, Path name, List<Path> names, BasicFileAttributes attributes) {

        Place {
            names = List.copyOf(names);
        }

        String path() {
            StringBuilder path = new StringBuilder();
            names.forEach(it -> path.append('/').append(it));
            return path.isEmpty() ? "/" : path.toString();
        }

        Path below(Path root) {
            return names.stream().reduce(root, Path::resolve);
        }

        /** Opens a regular file. The caller has seen that it is one: opening a FIFO would wait for its writer. */
        SeekableByteChannel open() throws IOException {
            return directory.newByteChannel(name, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
        }

        SecureDirectoryStream<Path> openDirectory() throws IOException {
            return secure(directory.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS));
        }

        /** An entry of this directory, which the caller has opened. */
        Optional<Place> entry(SecureDirectoryStream<Path> opened, Path entry) throws IOException {
            return placeOf(opened, names, entry);
        }
    }

    private void enter(Path name) throws IOException {
        if (opened.size() > DEEPEST) {
            throw new IOException("it is more than " + DEEPEST + " directories deep");
        }
        opened.add(secure(current().newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)));
        names.add(name);
    }

    private void leave() throws IOException {
        if (!names.isEmpty()) {
            names.remove(names.size() - 1);
            opened.remove(opened.size() - 1).close();
        }
    }

    private void follow(Place link, Deque<Path> ahead) throws IOException {
        Path target = Files.readSymbolicLink(link.below(root));
        while (target.isAbsolute() && !names.isEmpty()) {
            leave();
        }
        for (int i = target.getNameCount() - 1; i >= 0; i--) {
            ahead.addFirst(target.getName(i));
        }
    }

    private static Optional<Place> placeOf(SecureDirectoryStream<Path> directory, List<Path> above, Path name)
            throws IOException {
        if (name.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
            return Optional.empty();
        }
        try {
            BasicFileAttributes attributes = directory
                    .getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .readAttributes();
            List<Path> names = new ArrayList<>(above);
            names.add(name);
            return Optional.of(new Place(directory, name, names, attributes));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private Place currentPlace() throws IOException {
        return new Place(
                current(),
                HERE,
                names,
                current().getFileAttributeView(BasicFileAttributeView.class).readAttributes());
    }

    private SecureDirectoryStream<Path> current() {
        return opened.get(opened.size() - 1);
    }

    private static SecureDirectoryStream<Path> secure(DirectoryStream<Path> stream) {
        if (stream instanceof SecureDirectoryStream<Path> secure) {
            return secure;
        }
        throw new IllegalStateException("this Java opens no file relative to a directory");
    }
}
