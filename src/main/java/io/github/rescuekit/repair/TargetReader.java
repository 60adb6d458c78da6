package io.github.rescuekit.repair;

import io.github.rescuekit.installed.SystemFile;
import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.FileMode;
import io.github.rescuekit.model.RescueException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/** Finds and reads, below a mounted root, the files that a repair writes. */
final class TargetReader {

    private static final String JOURNAL = "/var/lib/rescuekit";

    private final Path root;
    private final SystemFiles files;
    private final FileAttributes attributes;

    TargetReader(Path root, SystemFiles files, FileAttributes attributes) {
        this.root = root;
        this.files = files;
        this.attributes = attributes;
    }

    /** Where the file is after all links, which is the name that is written to. */
    String resolve(String path) {
        return files.find(path).map(SystemFile::path).orElseThrow(() -> changedSince(path, "is not there"));
    }

    /** The same name in the directory that it is really in; the last part may be missing or a link. */
    String resolveDirectory(String path) {
        int slash = path.lastIndexOf('/');
        String directory = slash == 0 ? "/" : path.substring(0, slash);
        SystemFile parent = files.find(directory)
                .filter(SystemFile::isDirectory)
                .orElseThrow(() -> changedSince(directory, "is no directory"));
        return (parent.path().equals("/") ? "" : parent.path()) + path.substring(slash);
    }

    static RescueException changedSince(String path, String how) {
        return RescueException.refused(
                "changed", path + " " + how, "look at the file, then make the plan again; this step changed nothing");
    }

    /** The file as this process reaches it, with no link on the way that could lead out of the root. */
    Path locate(String resolved) {
        Path at = root;
        for (String name : names(resolved)) {
            // The root itself may be a link: /proc/PID/root is one.
            boolean overLink = !at.equals(root) && Files.isSymbolicLink(at);
            if (overLink || name.isEmpty() || name.equals(".") || name.equals("..")) {
                throw RescueException.refused(
                        "link",
                        "the way to " + resolved + " leads over a link or '..'",
                        "see who changes this system at the same time; nothing was changed");
            }
            at = at.resolve(name);
        }
        return at;
    }

    private static List<String> names(String resolved) {
        return resolved.equals("/")
                ? List.of()
                : Arrays.stream(resolved.split("/", -1)).skip(1).toList();
    }

    /** What an undo must bring back; empty when there is no such file. */
    Optional<FileState> state(String resolved) {
        Path file = locate(resolved);
        try {
            return Optional.of(readState(file, attributes::of));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw WriteFailure.of("read", resolved, file, Bytes.ZERO, e);
        }
    }

    /** The same of all that the patterns name. */
    Map<String, FileState> states(List<String> patterns) {
        List<String> paths = matching(patterns);
        Map<Path, FileAttributes.Both> both =
                attributes.ofEach(paths.stream().map(this::locate).toList());
        Map<String, FileState> states = new TreeMap<>();
        paths.forEach(path -> {
            Path file = locate(path);
            try {
                states.put(path, readState(file, it -> Objects.requireNonNull(both.get(it))));
            } catch (IOException e) {
                throw WriteFailure.of("read", path, file, Bytes.ZERO, e);
            }
        });
        return states;
    }

    Optional<byte[]> content(String resolved) {
        Path file = locate(resolved);
        try {
            return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    ? Optional.of(Files.readAllBytes(file))
                    : Optional.empty();
        } catch (IOException e) {
            throw WriteFailure.of("read", resolved, file, Bytes.ZERO, e);
        }
    }

    FileState require(String resolved) {
        return state(resolved).orElseThrow(() -> changedSince(resolved, "is not there"));
    }

    /** Letters of the flags that forbid even root to write to it. */
    String protecting(String resolved) {
        return attributes.protecting(locate(resolved));
    }

    boolean isHardLinked(String resolved) {
        Path file = locate(resolved);
        try {
            return number(stat(file), "nlink") > 1;
        } catch (IOException e) {
            throw WriteFailure.of("read", resolved, file, Bytes.ZERO, e);
        }
    }

    static Path directoryOf(Path file) {
        return Objects.requireNonNull(file.getParent());
    }

    /** The directory that a step writes to, or its nearest one above that is there. */
    Path directoryFor(String path) {
        String directory = path.substring(0, Math.max(1, path.lastIndexOf('/')));
        return files.find(path)
                .map(it -> directoryOf(locate(it.path())))
                .orElseGet(() -> files.find(directory)
                        .map(it -> locate(it.path()))
                        .orElseGet(() -> directory.equals("/") ? root : directoryFor(directory)));
    }

    /** By which the kernel tells filesystems apart. */
    long deviceOf(Path directory) {
        try {
            return (long) Objects.requireNonNull(Files.getAttribute(directory, "unix:dev"));
        } catch (IOException e) {
            throw WriteFailure.of("read", pathOf(directory), directory, Bytes.ZERO, e);
        }
    }

    /** True when its filesystem takes no writes. */
    boolean isReadOnly(Path directory) {
        // An immutable directory takes none either, until its flag is taken away.
        return !Files.isWritable(directory)
                && attributes.flags(directory).filter(it -> it.contains("i")).isEmpty();
    }

    /** Of the file after all links; nothing when there is none. */
    Bytes sizeOf(String path) {
        return files.find(path).map(SystemFile::size).orElse(Bytes.ZERO);
    }

    /** What patterns name now, directories with all that is in them; free of links, sorted, never the journal. */
    List<String> matching(List<String> patterns) {
        TreeSet<String> paths = new TreeSet<>();
        patterns.stream()
                .flatMap(pattern -> files.glob(pattern).stream())
                .forEach(file -> paths.addAll(treeOf(file.path())));
        return List.copyOf(paths);
    }

    /** The directories that the patterns look into, or the nearest ones above that are there. */
    List<String> writableFor(List<String> patterns) {
        return patterns.stream()
                .map(this::directoryOfPattern)
                .distinct()
                .sorted()
                .toList();
    }

    private String directoryOfPattern(String pattern) {
        String fixed = pattern.replaceFirst("/[^/]*[*?].*", "");
        Optional<SystemFile> whole = files.find(fixed).filter(SystemFile::isDirectory);
        if (whole.isPresent() && !whole.get().path().equals("/")) {
            return whole.get().path();
        }
        int slash = fixed.lastIndexOf('/');
        if (slash <= 0) {
            throw new IllegalArgumentException("a program would have to write to the root directory for " + pattern);
        }
        return directoryOfPattern(fixed.substring(0, slash));
    }

    /** A mark for each file below directories that tells whether it was written to, without reading it. */
    Map<String, String> looksBelow(List<String> directories) {
        Map<String, String> looks = new TreeMap<>();
        for (String path : matching(directories)) {
            Path file = locate(path);
            try {
                Map<String, Object> stat =
                        Files.readAttributes(file, "unix:ino,size,mode,ctime,isDirectory", LinkOption.NOFOLLOW_LINKS);
                if (!(boolean) value(stat, "isDirectory")) {
                    looks.put(path, new TreeMap<>(stat).toString());
                }
            } catch (IOException e) {
                throw WriteFailure.of("read", path, file, Bytes.ZERO, e);
            }
        }
        return looks;
    }

    private List<String> treeOf(String path) {
        if (isJournal(path)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(locate(path))) {
            return all.map(this::pathOf).filter(it -> !isJournal(it)).toList();
        } catch (IOException | UncheckedIOException e) {
            throw WriteFailure.of("read", path, locate(path), Bytes.ZERO, new IOException(e));
        }
    }

    private static boolean isJournal(String path) {
        return path.equals(JOURNAL) || path.startsWith(JOURNAL + "/");
    }

    /** What the system itself calls a file below the root. */
    String pathOf(Path file) {
        String below = root.relativize(file).toString();
        return "/" + below;
    }

    /** Of all files that the patterns name. */
    Bytes sizeOfAll(List<String> patterns) {
        return matching(patterns).stream()
                .flatMap(path -> files.findWithoutFollowing(path).stream())
                .filter(SystemFile::isRegular)
                .map(SystemFile::size)
                .reduce(Bytes.ZERO, Bytes::plus);
    }

    private FileState readState(Path file, Function<Path, FileAttributes.Both> attributesOf) throws IOException {
        Map<String, Object> stat = stat(file);
        FileAttributes.Both both = attributesOf.apply(file);
        SystemFile.Kind kind = kind(stat);
        boolean isLink = kind == SystemFile.Kind.LINK;
        return new FileState(
                kind,
                new FileMode(number(stat, "mode") & 0_7777),
                number(stat, "uid"),
                number(stat, "gid"),
                new Bytes((long) value(stat, "size")),
                ((FileTime) value(stat, "lastModifiedTime")).toInstant(),
                kind == SystemFile.Kind.REGULAR ? Optional.of(Hashes.sha256(file)) : Optional.empty(),
                isLink ? Optional.of(Files.readSymbolicLink(file).toString()) : Optional.empty(),
                both.extended(),
                both.flags());
    }

    private static Map<String, Object> stat(Path file) throws IOException {
        return Files.readAttributes(
                file,
                "unix:mode,uid,gid,nlink,size,lastModifiedTime,isRegularFile,isDirectory,isSymbolicLink",
                LinkOption.NOFOLLOW_LINKS);
    }

    private static SystemFile.Kind kind(Map<String, Object> stat) {
        if ((boolean) value(stat, "isRegularFile")) {
            return SystemFile.Kind.REGULAR;
        }
        if ((boolean) value(stat, "isDirectory")) {
            return SystemFile.Kind.DIRECTORY;
        }
        return (boolean) value(stat, "isSymbolicLink") ? SystemFile.Kind.LINK : SystemFile.Kind.OTHER;
    }

    private static int number(Map<String, Object> stat, String name) {
        return (int) value(stat, name);
    }

    private static Object value(Map<String, Object> stat, String name) {
        return Objects.requireNonNull(stat.get(name));
    }
}
