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
 * and rules thousands of times, and each answer costs a walk from the root.
 */
final class RememberedFiles implements SystemFiles {

    private static final Bytes LARGEST_KEPT = Bytes.kib(64);

    private final SystemFiles files;
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
        return remembered(found, path, files::find);
    }

    @Override
    public Optional<SystemFile> findWithoutFollowing(String path) {
        return remembered(entries, path, files::findWithoutFollowing);
    }

    @Override
    public Optional<String> linkTarget(String path) {
        return remembered(targets, path, files::linkTarget);
    }

    @Override
    public Optional<FileText> text(String path) {
        Optional<FileText> known = texts.get(path);
        if (known != null) {
            return known;
        }
        Optional<FileText> text = files.text(path);
        if (text.map(it -> it.text().length()).orElse(0) <= LARGEST_KEPT.count()) {
            texts.put(path, text);
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
        return remembered(lists, directory, files::list);
    }

    @Override
    public List<SystemFile> entries(String directory) {
        return remembered(directories, directory, this::remembering);
    }

    private List<SystemFile> remembering(String directory) {
        List<SystemFile> listed = files.entries(directory);
        listed.forEach(it -> entries.put(directory + "/" + LinkTargets.name(it.path()), Optional.of(it)));
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

    private static <T> T remembered(Map<String, T> memory, String path, Function<String, T> read) {
        return memory.computeIfAbsent(path, read);
    }
}
