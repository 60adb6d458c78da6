package io.github.rescuekit.installed;

import io.github.rescuekit.model.Bytes;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The files of a system at one moment: what was read once is not read again. Recipes ask for the same few hundred units
 * and rules thousands of times, below {@code /lib} and {@code /usr/lib} for the same ones, and in directories that are not
 * there; each answer would cost a walk from the root.
 */
final class RememberedFiles implements SystemFiles {

    private static final Bytes LARGEST_KEPT = Bytes.kib(64);

    private final SystemFiles files;
    private final Map<String, Optional<String>> places = new ConcurrentHashMap<>();
    private final Map<String, Optional<SystemFile>> found = new ConcurrentHashMap<>();
    private final Map<String, Optional<SystemFile>> entries = new ConcurrentHashMap<>();
    private final Map<String, Optional<String>> targets = new ConcurrentHashMap<>();
    private final Map<String, Optional<FileText>> texts = new ConcurrentHashMap<>();
    private final Map<String, List<SystemFile>> directories = new ConcurrentHashMap<>();
    private final Map<String, List<SystemFile>> globs = new ConcurrentHashMap<>();
    private final Map<String, List<String>> lists = new ConcurrentHashMap<>();

    RememberedFiles(SystemFiles files) {
        this.files = files;
    }

    @Override
    public Optional<SystemFile> find(String path) {
        return place(path).flatMap(it -> remembered(found, it, files::find));
    }

    @Override
    public Optional<SystemFile> findWithoutFollowing(String path) {
        return place(path).flatMap(it -> remembered(entries, it, files::findWithoutFollowing));
    }

    @Override
    public Optional<String> linkTarget(String path) {
        return place(path).flatMap(it -> remembered(targets, it, files::linkTarget));
    }

    @Override
    public Optional<FileText> text(String path) {
        return place(path).flatMap(this::textAt);
    }

    private Optional<FileText> textAt(String place) {
        Optional<FileText> known = texts.get(place);
        if (known != null) {
            return known;
        }
        Optional<FileText> text = files.text(place);
        if (text.map(it -> it.text().length()).orElse(0) <= LARGEST_KEPT.count()) {
            texts.put(place, text);
        }
        return text;
    }

    @Override
    public Optional<byte[]> head(String path, int count) {
        return files.head(path, count);
    }

    @Override
    public Optional<byte[]> tail(String path, int count) {
        return files.tail(path, count);
    }

    @Override
    public Optional<byte[]> part(String path, long from, int count) {
        return files.part(path, from, count);
    }

    @Override
    public List<String> list(String directory) {
        return place(directory).map(it -> remembered(lists, it, files::list)).orElse(List.of());
    }

    @Override
    public List<SystemFile> entries(String directory) {
        return place(directory)
                .map(it -> remembered(directories, it, this::remembering))
                .orElse(List.of());
    }

    private List<SystemFile> remembering(String directory) {
        List<SystemFile> listed = files.entries(directory);
        listed.forEach(it -> entries.put(it.path(), Optional.of(it)));
        return listed;
    }

    @Override
    public List<SystemFile> glob(String pattern) {
        return remembered(globs, pattern, it -> Glob.expand(it, this));
    }

    @Override
    public Optional<Path> outside(String path) {
        return files.outside(path);
    }

    @Override
    public Optional<FilesystemSpace> space(String path) {
        return files.space(path);
    }

    // Free of links but for the last name; empty when there is no such directory.
    private Optional<String> place(String path) {
        int slash = path.lastIndexOf('/');
        if (slash <= 0) {
            return Optional.of(path);
        }
        String directory = path.substring(0, slash);
        Optional<String> place = places.get(directory);
        if (place == null) {
            place = find(directory).filter(SystemFile::isDirectory).map(SystemFile::path);
            places.put(directory, place);
        }
        return place.map(it -> it + path.substring(slash));
    }

    private static <T> T remembered(Map<String, T> memory, String path, Function<String, T> read) {
        return memory.computeIfAbsent(path, read);
    }
}
