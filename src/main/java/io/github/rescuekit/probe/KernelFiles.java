package io.github.rescuekit.probe;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Reads the kernel's own files under {@code /proc}, {@code /sys} and {@code /dev}; what is not there is absent. */
final class KernelFiles {

    private final Path root;

    /** Reads below {@code root}: {@code /}, or a copy of another machine's files. */
    KernelFiles(Path root) {
        this.root = root;
    }

    /** The whole text; bytes that are no UTF-8 are replaced. */
    Optional<String> text(String path) {
        try {
            return Optional.of(new String(Files.readAllBytes(at(path)), StandardCharsets.UTF_8));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The value of an attribute in sysfs: without its line end, absent when empty. */
    Optional<String> attribute(String path) {
        return text(path).map(String::strip).filter(it -> !it.isEmpty());
    }

    boolean exists(String path) {
        return Files.exists(at(path));
    }

    /** The names in a directory, sorted; none when it cannot be read. */
    List<String> names(String directory) {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(at(directory))) {
            entries.forEach(entry -> names.add(String.valueOf(entry.getFileName())));
        } catch (IOException e) {
            return List.of();
        }
        Collections.sort(names);
        return names;
    }

    boolean isDirectory(String path) {
        return Files.isDirectory(at(path));
    }

    /** What a symbolic link says, made absolute; absent when the path is no link. */
    Optional<String> linkTarget(String path) {
        Path link = at(path);
        try {
            return Files.isSymbolicLink(link)
                    ? Optional.of(Path.of(path)
                            .resolveSibling(Files.readSymbolicLink(link))
                            .normalize()
                            .toString())
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Path at(String path) {
        return root.resolve(path.substring(1));
    }
}
