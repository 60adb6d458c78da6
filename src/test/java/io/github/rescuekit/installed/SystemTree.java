package io.github.rescuekit.installed;

import io.github.rescuekit.model.Machine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The files of an installed system in a temporary directory, for tests; closing it removes them. */
public final class SystemTree implements AutoCloseable {

    public static final Machine NO_MACHINE = new Machine(List.of(), List.of(), List.of(), List.of(), List.of());

    private static final Path TREES = Path.of("src/test/resources/trees");
    private static final String LINKS = "LINKS";

    private final Path root;

    private SystemTree(Path root) {
        this.root = root;
    }

    public static SystemTree empty() {
        try {
            return new SystemTree(Files.createTempDirectory("system-tree"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A copy of {@code src/test/resources/trees/NAME}, with the links that its file LINKS lists. */
    public static SystemTree of(String name) {
        SystemTree tree = empty();
        try (Stream<Path> files = Files.walk(TREES.resolve(name))) {
            files.filter(Files::isRegularFile).forEach(file -> tree.copy(TREES.resolve(name), file));
            for (String line : Files.readAllLines(TREES.resolve(name).resolve(LINKS))) {
                String[] link = line.split(" -> ", 2);
                tree.link(link[0], link[1]);
            }
            return tree.emptyDirectories();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // A temporary directory is made for its owner alone; the root of a system is not.
    private SystemTree emptyDirectories() {
        TestTree.EMPTY.forEach((path, mode) -> directory(path).mode(path, mode));
        return mode("/", 0_755);
    }

    public SystemTree file(String path, String text) {
        return bytes(path, text.getBytes(StandardCharsets.UTF_8));
    }

    public SystemTree bytes(String path, byte[] content) {
        return change(path, file -> Files.write(file, content));
    }

    public SystemTree mode(String path, int mode) {
        return change(path, file -> Files.setAttribute(file, "unix:mode", mode));
    }

    public SystemTree directory(String path) {
        return change(path, Files::createDirectories);
    }

    /** Makes a symbolic link; one that is there already is replaced. */
    public SystemTree link(String path, String target) {
        return change(path, file -> {
            Files.deleteIfExists(file);
            Files.createSymbolicLink(file, Path.of(target));
        });
    }

    /** Makes a file that begins like a 64-bit little-endian ELF program for the given e_machine. */
    public SystemTree elf(String path, int machine) {
        byte[] header = new byte[64];
        byte[] begin = {0x7f, 'E', 'L', 'F', 2, 1, 1};
        System.arraycopy(begin, 0, header, 0, begin.length);
        header[18] = (byte) machine;
        header[19] = (byte) (machine >> 8);
        return bytes(path, header);
    }

    /** Removes a file, a link or a whole directory. */
    public SystemTree remove(String path) {
        delete(root.resolve(relative(path)));
        return this;
    }

    public Path root() {
        return root;
    }

    public SystemFiles files() {
        return new ConfinedFiles(root);
    }

    /** The system of these files, on a machine without devices. */
    public InstalledSystem system() {
        return InstalledSystems.at(files(), NO_MACHINE, Optional.empty(), List.of())
                .orElseThrow();
    }

    @Override
    public void close() {
        delete(root);
    }

    /** A change to one file. */
    @FunctionalInterface
    private interface Change {
        void to(Path file) throws IOException;
    }

    private SystemTree change(String path, Change change) {
        try {
            Path file = root.resolve(relative(path));
            Files.createDirectories(file.getParent());
            change.to(file);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void copy(Path tree, Path file) {
        String path = tree.relativize(file).toString();
        if (!path.equals(LINKS) && !path.equals("ORIGIN")) {
            change(path, copy -> Files.copy(file, copy));
        }
    }

    private static String relative(String path) {
        return path.startsWith("/") ? path.substring(1) : path;
    }

    private static void delete(Path top) {
        try (Stream<Path> files = Files.walk(top)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
