package io.github.rescuekit.repair;

import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.Runner;
import io.github.rescuekit.parse.Getfattr;
import io.github.rescuekit.parse.Lsattr;
import io.github.rescuekit.session.Durable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What Java does not see of a file: extended attributes, with the ACL and the security label among them, and the flags
 * of chattr(1).
 */
public final class FileAttributes {

    // Those that chattr(1) can set; the rest, such as "e" for extents, belongs to the filesystem.
    private static final String SETTABLE = "aAcdDijsStu";
    private static final Duration TIME_TO_WRITE = Duration.ofMinutes(10);
    /** They forbid even root to write: immutable, append-only. */
    static final String PROTECTING = "ia";

    // Other names are printed in another way than they are given.
    private static final Pattern PLAIN_NAME = Pattern.compile("[!-~&&[^\\\\]]+");
    private static final int AT_ONCE = 500;

    private final Runner runner;
    private final Predicate<String> isInstalled;

    public FileAttributes(Runner runner, Predicate<String> isInstalled) {
        this.runner = runner;
        this.isInstalled = isInstalled;
    }

    /** Both at once, each empty when it cannot be read. */
    record Both(Optional<Map<String, String>> extended, Optional<String> flags) {}

    Both of(Path file) {
        return new Both(extended(file), flags(file));
    }

    /** The same of many files, without a program for each. */
    Map<Path, Both> ofEach(List<Path> files) {
        Map<Path, Both> each = new HashMap<>();
        List<Path> plain = new ArrayList<>();
        for (Path file : files) {
            if (PLAIN_NAME.matcher(file.toString()).matches()) {
                plain.add(file);
            } else {
                each.put(file, of(file));
            }
        }
        for (int from = 0; from < plain.size(); from += AT_ONCE) {
            each.putAll(ofPlain(plain.subList(from, Math.min(plain.size(), from + AT_ONCE))));
        }
        return each;
    }

    private Map<Path, Both> ofPlain(List<Path> files) {
        Optional<Map<String, Map<String, String>>> extended =
                isInstalled.test("getfattr") ? Optional.of(Getfattr.parseEach(getfattr(files))) : Optional.empty();
        List<Path> withFlags =
                files.stream().filter(it -> !Files.isSymbolicLink(it)).toList();
        Map<String, String> flags =
                isInstalled.test("lsattr") && !withFlags.isEmpty() ? Lsattr.parseEach(lsattr(withFlags)) : Map.of();
        Map<Path, Both> each = new HashMap<>();
        files.forEach(file -> each.put(
                file,
                new Both(
                        extended.map(it -> it.getOrDefault(file.toString(), Map.of())),
                        Optional.ofNullable(flags.get(file.toString())).map(FileAttributes::settable))));
        return each;
    }

    private String getfattr(List<Path> files) {
        List<String> words = new ArrayList<>(List.of("-h", "-d", "-m", "-", "-e", "hex", "--absolute-names", "--"));
        files.forEach(it -> words.add(it.toString()));
        return runner.run(Command.of("getfattr", words)).out();
    }

    private String lsattr(List<Path> files) {
        List<String> words = new ArrayList<>(List.of("-d", "--"));
        files.forEach(it -> words.add(it.toString()));
        // 1: the filesystem has no such flags.
        return runner.run(Command.of("lsattr", words).accepting(0, 1)).out();
    }

    /** Extended attributes by name; empty when nothing here can read them. */
    Optional<Map<String, String>> extended(Path file) {
        return isInstalled.test("getfattr") ? Optional.of(Getfattr.parse(getfattr(List.of(file)))) : Optional.empty();
    }

    /** Makes the extended attributes exactly those. */
    void setExtended(Path file, Map<String, String> wanted) {
        Map<String, String> present = extended(file).orElse(wanted);
        for (Map.Entry<String, String> one : wanted.entrySet()) {
            if (!one.getValue().equals(present.get(one.getKey()))) {
                setExtended(file, one.getKey(), one.getValue());
            }
        }
        for (String name : present.keySet()) {
            if (!wanted.containsKey(name)) {
                runner.run(Command.of("setfattr", "-h", "-x", name, "--", file.toString()));
            }
        }
    }

    void setExtended(Path file, String name, String value) {
        runner.run(Command.of("setfattr", "-h", "-n", name, "-v", value, "--", file.toString()));
    }

    /** Letters of the flags that can be set and are; empty when they cannot be read, as on most links. */
    Optional<String> flags(Path file) {
        if (!isInstalled.test("lsattr") || Files.isSymbolicLink(file)) {
            return Optional.empty();
        }
        String answer = lsattr(List.of(file));
        return answer.isEmpty() ? Optional.empty() : Optional.of(settable(Lsattr.parse(answer)));
    }

    /** Sets those flags that are wanted and not yet set; they are on the disk when this returns. */
    void setFlags(Path file, String wanted) throws IOException {
        String present = flags(file).orElse(wanted);
        String missing = without(wanted, present);
        if (!missing.isEmpty()) {
            chattr(file, "+" + missing);
            Durable.sync(file);
        }
    }

    /** Takes flags away; that is on the disk when this returns. */
    void clearFlags(Path file, String flags) throws IOException {
        chattr(file, "-" + flags);
        Durable.sync(file);
    }

    /** Letters of the flags that forbid even root to write. */
    String protecting(Path file) {
        return flags(file).map(FileAttributes::protectingOf).orElse("");
    }

    static String protectingOf(String flags) {
        return only(flags, PROTECTING);
    }

    /** Puts on the disk what others wrote to a filesystem. */
    void syncFilesystem(Path directory) {
        runner.run(Command.of("sync", "--file-system", directory.toString()).within(TIME_TO_WRITE));
    }

    void setLinkTime(Path link, Instant modified) throws IOException {
        // Java cuts the time of a link to microseconds.
        if (isInstalled.test("touch")) {
            runner.run(Command.of("touch", "-h", "-m", "-d", modified.toString(), "--", link.toString()));
        } else {
            Files.getFileAttributeView(link, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .setTimes(FileTime.from(modified), null, null);
        }
    }

    /** Both at once, where chown(1) is there: Java gives a file away in two calls, and the second may fail. */
    void setOwner(Path file, int uid, int gid) throws IOException {
        if (isInstalled.test("chown")) {
            runner.run(Command.of("chown", "-h", "--", uid + ":" + gid, file.toString()));
        } else {
            Files.setAttribute(file, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
            Files.setAttribute(file, "unix:gid", gid, LinkOption.NOFOLLOW_LINKS);
        }
    }

    /** Something that writes. */
    @FunctionalInterface
    interface Writing {
        void run() throws IOException;
    }

    /** Takes away the flags that forbid even root to write, and sets them again on what is there afterwards. */
    void whileWritable(List<Path> files, Writing writing) throws IOException {
        try (Unprotected unprotected = new Unprotected()) {
            files.forEach(unprotected::add);
            writing.run();
        }
    }

    private final class Unprotected implements AutoCloseable {

        private record Cleared(Path file, String flags) {}

        private final Deque<Cleared> cleared = new ArrayDeque<>();

        void add(Path file) {
            String protecting = protecting(file);
            if (!protecting.isEmpty()) {
                chattr(file, "-" + protecting);
                cleared.push(new Cleared(file, protecting));
            }
        }

        @Override
        public void close() throws IOException {
            for (Cleared one : cleared) {
                if (Files.exists(one.file(), LinkOption.NOFOLLOW_LINKS)) {
                    setFlags(one.file(), one.flags());
                }
            }
        }
    }

    private void chattr(Path file, String change) {
        runner.run(Command.of("chattr", change, "--", file.toString()));
    }

    private static String settable(String flags) {
        return only(flags, SETTABLE);
    }

    private static String only(String flags, String wanted) {
        return letters(flags, it -> wanted.indexOf(it) >= 0);
    }

    private static String without(String flags, String unwanted) {
        return letters(flags, it -> unwanted.indexOf(it) < 0);
    }

    private static String letters(String flags, IntPredicate wanted) {
        StringBuilder kept = new StringBuilder();
        flags.chars().filter(wanted).forEach(kept::appendCodePoint);
        return kept.toString();
    }
}
