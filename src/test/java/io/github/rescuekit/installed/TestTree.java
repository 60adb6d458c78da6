package io.github.rescuekit.installed;

import io.github.rescuekit.installed.SystemFile.Kind;
import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.FileMode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files of an installed system in memory: made by hand, or read from a tree under {@code src/test/resources/trees}. */
public final class TestTree implements SystemFiles {

    private static final Path TREES = Path.of("src/test/resources/trees");
    private static final Set<String> ABOUT = Set.of("ORIGIN", "LINKS");
    private static final FileMode PLAIN = new FileMode(0_644);
    private static final FileMode DIRECTORY = new FileMode(0_755);
    private static final int MOST_LINKS = 40;

    /** With their modes; those above others first. */
    static final Map<String, Integer> EMPTY = new TreeMap<>(Map.of(
            "/proc", 0_555,
            "/sys", 0_555,
            "/dev", 0_755,
            "/run", 0_755,
            "/root", 0_700,
            "/tmp", 0_1777,
            "/var", 0_755,
            "/var/log", 0_755,
            "/var/tmp", 0_1777));

    /**
     * A file, directory or link.
     *
     * @param content of a file, the target of a link
     */
    public record Node(Kind kind, FileMode mode, String content) {}

    private record Owner(int uid, int gid) {}

    private record Filesystem(Bytes total, Bytes used) {}

    private final TreeMap<String, Node> nodes = new TreeMap<>();
    private final TreeMap<String, Owner> owners = new TreeMap<>();
    private final TreeMap<String, Filesystem> filesystems = new TreeMap<>();

    public TestTree() {
        nodes.put("/", new Node(Kind.DIRECTORY, DIRECTORY, ""));
    }

    public TestTree(TestTree other) {
        nodes.putAll(other.nodes);
        owners.putAll(other.owners);
        filesystems.putAll(other.filesystems);
    }

    /** A copy of {@code src/test/resources/trees/NAME}, with the links that its file LINKS lists. */
    public static TestTree of(String name) {
        TestTree tree = new TestTree();
        Path root = TREES.resolve(name);
        try (Stream<Path> files = Files.walk(root)) {
            files.filter(Files::isRegularFile)
                    .filter(file -> !ABOUT.contains(root.relativize(file).toString()))
                    .forEach(file -> tree.read(root, file));
            for (String line : Files.readAllLines(root.resolve("LINKS"))) {
                String[] link = line.split(" -> ", 2);
                tree.link("/" + link[0], link[1]);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // Every package of systemd brings it, and a listing of files shows no empty directory.
        return tree.exists("/usr/lib/systemd")
                ? tree.emptyDirectories().directory("/etc/systemd/system")
                : tree.emptyDirectories();
    }

    /** Adds the directories that every system has and that are empty while it is not running. */
    public TestTree emptyDirectories() {
        EMPTY.forEach((path, mode) -> nodes.putIfAbsent(path, new Node(Kind.DIRECTORY, new FileMode(mode), "")));
        return this;
    }

    private void read(Path root, Path file) {
        try {
            file("/" + root.relativize(file), Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public TestTree file(String path, String content) {
        return put(path, new Node(Kind.REGULAR, PLAIN, content));
    }

    public TestTree program(String path, String content) {
        return put(path, new Node(Kind.REGULAR, DIRECTORY, content));
    }

    public TestTree directory(String path) {
        return put(path, new Node(Kind.DIRECTORY, DIRECTORY, ""));
    }

    public TestTree link(String path, String target) {
        return put(path, new Node(Kind.LINK, new FileMode(0_777), target));
    }

    public TestTree mode(String path, int mode) {
        Node node = node(path);
        return put(path, new Node(node.kind(), new FileMode(mode), node.content()));
    }

    /** Gives it away; everything else belongs to root. */
    public TestTree owner(String path, int uid, int gid) {
        owners.put(path, new Owner(uid, gid));
        return this;
    }

    public TestTree put(String path, Node node) {
        for (int slash = path.indexOf('/', 1); slash > 0; slash = path.indexOf('/', slash + 1)) {
            nodes.putIfAbsent(path.substring(0, slash), new Node(Kind.DIRECTORY, DIRECTORY, ""));
        }
        nodes.put(path, node);
        return this;
    }

    public TestTree remove(String path) {
        nodes.remove(path);
        nodes.keySet().removeIf(it -> it.startsWith(path + "/"));
        return this;
    }

    /** Mounts a filesystem; the files of this tree take their room in it beside what is used by others. */
    public TestTree filesystem(String mountPoint, Bytes total, Bytes used) {
        filesystems.put(mountPoint, new Filesystem(total, used));
        return this;
    }

    @Override
    public Optional<FilesystemSpace> space(String path) {
        return resolve(path, true)
                .map(this::filesystemOf)
                .filter(filesystems::containsKey)
                .map(this::spaceOf);
    }

    private FilesystemSpace spaceOf(String mountPoint) {
        Filesystem filesystem = Objects.requireNonNull(filesystems.get(mountPoint));
        long used = nodes.entrySet().stream()
                .filter(it -> it.getValue().kind() == Kind.REGULAR
                        && filesystemOf(it.getKey()).equals(mountPoint))
                .mapToLong(it -> it.getValue().content().length())
                .sum();
        Bytes free = new Bytes(filesystem.total().count() - filesystem.used().count() - used);
        return new FilesystemSpace(filesystems.headMap(mountPoint).size(), filesystem.total(), free, free);
    }

    private String filesystemOf(String path) {
        return filesystems.keySet().stream()
                .filter(it -> path.equals(it) || path.startsWith(it.equals("/") ? it : it + "/"))
                .max(Comparator.comparingInt(String::length))
                .orElse("/");
    }

    /** What is at a path itself. */
    public Node node(String path) {
        return Objects.requireNonNull(nodes.get(path), path);
    }

    /** Everything in it, to compare with. */
    public Map<String, Node> nodes() {
        return Map.copyOf(nodes);
    }

    @Override
    public Optional<SystemFile> find(String path) {
        return resolve(path, true).map(this::describe);
    }

    @Override
    public Optional<SystemFile> findWithoutFollowing(String path) {
        return resolve(path, false).map(this::describe);
    }

    @Override
    public Optional<String> linkTarget(String path) {
        return resolve(path, false)
                .map(this::node)
                .filter(node -> node.kind() == Kind.LINK)
                .map(Node::content);
    }

    @Override
    public Optional<FileText> text(String path) {
        return bytes(path).map(FileText::decode);
    }

    @Override
    public Optional<byte[]> head(String path, int count) {
        return bytes(path).map(bytes -> Arrays.copyOf(bytes, Math.min(count, bytes.length)));
    }

    @Override
    public Optional<byte[]> part(String path, long from, int count) {
        return find(path).filter(SystemFile::isRegular).map(file -> {
            String content = node(file.path()).content();
            int end = (int) Math.min(content.length(), from + count);
            return content.substring((int) Math.min(end, from), end).getBytes(StandardCharsets.ISO_8859_1);
        });
    }

    @Override
    public Optional<byte[]> tail(String path, int count) {
        return bytes(path).map(bytes -> Arrays.copyOfRange(bytes, Math.max(0, bytes.length - count), bytes.length));
    }

    @Override
    public List<String> list(String directory) {
        Optional<String> resolved = resolve(directory, true).filter(it -> node(it).kind() == Kind.DIRECTORY);
        if (resolved.isEmpty()) {
            return List.of();
        }
        String prefix = resolved.get().equals("/") ? "/" : resolved.get() + "/";
        return nodes.keySet().stream()
                .filter(it -> it.startsWith(prefix) && it.length() > prefix.length())
                .map(it -> it.substring(prefix.length()))
                .filter(it -> !it.contains("/"))
                .toList();
    }

    @Override
    public List<SystemFile> glob(String pattern) {
        List<String> paths = List.of("");
        for (String component : pattern.substring(1).split("/", -1)) {
            paths = paths.stream().flatMap(it -> below(it, component)).toList();
        }
        return paths.stream()
                .map(this::findWithoutFollowing)
                .flatMap(Optional::stream)
                .toList();
    }

    private Stream<String> below(String directory, String component) {
        if (!component.contains("*") && !component.contains("?")) {
            return Stream.of(directory + "/" + component);
        }
        Pattern wanted =
                Pattern.compile("\\Q" + component.replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q") + "\\E");
        return list(directory.isEmpty() ? "/" : directory).stream()
                .filter(name -> wanted.matcher(name).matches())
                .map(name -> directory + "/" + name);
    }

    private Optional<byte[]> bytes(String path) {
        return resolve(path, true)
                .map(this::node)
                .filter(node -> node.kind() == Kind.REGULAR)
                .map(node -> node.content().getBytes(StandardCharsets.ISO_8859_1));
    }

    private SystemFile describe(String path) {
        Node node = node(path);
        Bytes size = new Bytes(node.content().length());
        Owner owner = owners.getOrDefault(path, new Owner(0, 0));
        return new SystemFile(path, node.kind(), node.mode(), owner.uid(), owner.gid(), size, Instant.EPOCH);
    }

    private Optional<String> resolve(String path, boolean followLast) {
        return walk("", Arrays.asList(path.split("/+", -1)), followLast, 0);
    }

    private Optional<String> walk(String done, List<String> names, boolean followLast, int links) {
        if (names.isEmpty()) {
            return Optional.of(done.isEmpty() ? "/" : done);
        }
        List<String> rest = names.subList(1, names.size());
        String name = names.get(0);
        if (name.isEmpty() || name.equals(".")) {
            return walk(done, rest, followLast, links);
        }
        if (name.equals("..")) {
            return walk(done.substring(0, Math.max(0, done.lastIndexOf('/'))), rest, followLast, links);
        }
        String here = done + "/" + name;
        Node node = nodes.get(here);
        if (node == null || links > MOST_LINKS) {
            return Optional.empty();
        }
        if (node.kind() == Kind.LINK && (followLast || !rest.isEmpty())) {
            String start = node.content().startsWith("/") ? "" : done;
            List<String> target = Arrays.asList(node.content().split("/+", -1));
            return walk(start, Stream.concat(target.stream(), rest.stream()).toList(), followLast, links + 1);
        }
        return walk(here, rest, followLast, links);
    }
}
