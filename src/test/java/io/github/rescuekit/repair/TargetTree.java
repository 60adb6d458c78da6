package io.github.rescuekit.repair;

import io.github.rescuekit.installed.ConfinedFiles;
import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.model.FileMode;
import io.github.rescuekit.session.Journal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** An installed system as a directory, for tests: its files, a writer into them, a journal, and pictures to compare. */
final class TargetTree {

    private static final Instant LONG_AGO = Instant.parse("2020-02-02T02:02:02.123456789Z");

    private final Path root;

    private TargetTree(Path root, boolean isLaid) {
        this.root = root;
        if (!isLaid) {
            directory("/etc");
            directory("/var");
            directory("/var/lib");
        }
    }

    TargetTree(Path root) {
        this(root, false);
    }

    /** One that was made before. */
    static TargetTree laid(Path root) {
        return new TargetTree(root, true);
    }

    Path at(String path) {
        return root.resolve(path.substring(1));
    }

    void file(String path, String content, int mode) {
        try {
            Files.writeString(at(path), content);
            Files.setAttribute(at(path), "unix:mode", mode);
            Files.setLastModifiedTime(at(path), FileTime.from(LONG_AGO));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void directory(String path) {
        try {
            Files.createDirectory(at(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void link(String path, String target) {
        try {
            Files.createSymbolicLink(at(path), Path.of(target));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String read(String path) {
        return files().text(path).orElseThrow().text();
    }

    FileMode mode(String path) {
        return files().find(path).orElseThrow().mode();
    }

    SystemFiles files() {
        return new ConfinedFiles(root);
    }

    /** A writer without the tools for attributes; {@code hook} is asked before each look at them, and answers true. */
    SystemWriter writer(Predicate<String> hook) {
        FileAttributes none = new FileAttributes(
                command -> {
                    throw new IllegalStateException("a unit test starts nothing: " + command);
                },
                tool -> !hook.test(tool));
        return new SystemWriter(root, files(), none);
    }

    SystemWriter writer() {
        return writer(tool -> true);
    }

    SystemWriter writer(FileAttributes attributes) {
        return new SystemWriter(root, files(), attributes);
    }

    Journal journal() {
        return Journal.below(at("/var/lib"), Clock.systemUTC());
    }

    /** Every file but the journal: kind, mode, content or target, time. */
    Map<String, String> picture() {
        Map<String, String> picture = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(root)) {
            paths.filter(path -> !path.startsWith(at("/var/lib")))
                    .forEach(path -> picture.put(root.relativize(path).toString(), describe(path)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return picture;
    }

    private static String describe(Path path) {
        try {
            Map<String, Object> stat = new TreeMap<>(
                    Files.readAttributes(path, "unix:mode,uid,gid,lastModifiedTime", LinkOption.NOFOLLOW_LINKS));
            if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                stat.remove("lastModifiedTime");
                return stat.toString();
            }
            if (Files.isSymbolicLink(path)) {
                stat.remove("lastModifiedTime");
                return stat + " -> " + Files.readSymbolicLink(path);
            }
            return stat + " " + Files.readString(path, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
