package io.github.rescuekit.mount;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The files of a filesystem by their paths.
 *
 * @param sizes in bytes; -1 for what cannot be read
 * @param isWhole false when there are more than could be kept
 */
public record FileTree(Map<String, Long> sizes, boolean isWhole) {

    private static final int MOST = 500_000;
    private static final long UNREADABLE = -1;

    public FileTree {
        sizes = Map.copyOf(sizes);
    }

    static FileTree of(Path root) throws IOException {
        Map<String, Long> sizes = new TreeMap<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                sizes.put("/" + root.relativize(file), attributes.size());
                return sizes.size() < MOST ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
            }

            // A name whose file or directory cannot be read: a repair may take even the name away.
            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                sizes.put("/" + root.relativize(file), UNREADABLE);
                return FileVisitResult.CONTINUE;
            }

            // Only a part of its names could be read: what the others were, nobody knows.
            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) {
                if (e != null) {
                    sizes.put("/" + root.relativize(directory), UNREADABLE);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return new FileTree(sizes, sizes.size() < MOST);
    }
}
