package io.github.rescuekit.repair;

import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.SystemRunner;
import io.github.rescuekit.exec.Tools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What the files of a system are at a moment, as text to compare; without the journal. */
final class TreePicture {

    private static final SystemRunner RUNNER = new SystemRunner(Tools.OF_THIS_SYSTEM);
    private static final String JOURNAL = "/var/lib/rescuekit";
    private static final String OF_EXT4 = "/lost+found";

    private TreePicture() {}

    /** Each file's kind, mode, owner and content. */
    static Map<String, String> plain(Path root) {
        return picture(root, "unix:mode,uid,gid");
    }

    /** The time of each file as well, its extended attributes and its flags. */
    static Map<String, String> exact(Path root) {
        Map<String, String> picture = picture(root, "unix:mode,uid,gid,lastModifiedTime");
        add(
                picture,
                root,
                RUNNER.run(Command.of(
                                "getfattr", "-R", "-h", "-d", "-m", "-", "--absolute-names", "--", root.toString()))
                        .out()
                        .split("\n\n", -1));
        add(
                picture,
                root,
                RUNNER.run(Command.of("lsattr", "-R", "-a", "--", root.toString())
                                .acceptingAny())
                        .out()
                        .split("\n", -1));
        return picture;
    }

    private static Map<String, String> picture(Path root, String attributes) {
        Map<String, String> picture = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                String path = "/" + root.relativize(file);
                if (!path.startsWith(JOURNAL) && !path.equals(OF_EXT4)) {
                    picture.put(path, describe(file, attributes));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return picture;
    }

    private static String describe(Path file, String attributes) throws IOException {
        Map<String, Object> stat = new HashMap<>(Files.readAttributes(file, attributes, LinkOption.NOFOLLOW_LINKS));
        if (Files.isSymbolicLink(file)) {
            return stat.get("uid") + " -> " + Files.readSymbolicLink(file) + " " + stat.get("lastModifiedTime");
        }
        if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            stat.remove("lastModifiedTime");
            return "directory " + new TreeMap<>(stat);
        }
        return new TreeMap<>(stat) + " " + Files.size(file) + " bytes, " + Hashes.sha256(file);
    }

    private static void add(Map<String, String> picture, Path root, String[] texts) {
        for (String text : texts) {
            if (!text.contains(JOURNAL) && !text.isBlank()) {
                picture.put(text.replace(root.toString(), "").strip(), "");
            }
        }
    }
}
