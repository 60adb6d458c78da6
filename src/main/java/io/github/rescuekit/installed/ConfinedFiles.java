package io.github.rescuekit.installed;

import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.FileMode;
import io.github.rescuekit.model.RescueException;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Door 2: the files below the mounted root of an installed system, and nothing else of this machine. Whatever the system's
 * links and names say, no file outside that root is ever opened; see {@link ConfinedWalk}.
 */
public final class ConfinedFiles implements SystemFiles {

    private static final Bytes LARGEST_TEXT = Bytes.mib(16);
    private static final int MOST_NAMES = 100_000;

    private final Path root;

    /** Files below a directory, which may be {@code /proc/PID/root/...}: the root as a private mount namespace sees it. */
    public ConfinedFiles(Path root) {
        this.root = root.toAbsolutePath();
    }

    @Override
    public Optional<SystemFile> find(String path) {
        return at(path, true, this::describe);
    }

    @Override
    public Optional<SystemFile> findWithoutFollowing(String path) {
        return at(path, false, this::describe);
    }

    @Override
    public Optional<String> linkTarget(String path) {
        return at(
                        path,
                        false,
                        place -> place.attributes().isSymbolicLink()
                                ? Optional.of(Files.readSymbolicLink(place.below(root))
                                        .toString())
                                : Optional.<String>empty())
                .flatMap(it -> it);
    }

    @Override
    public Optional<FileText> text(String path) {
        int enough = Math.toIntExact(LARGEST_TEXT.count()) + 1;
        return head(path, enough).map(bytes -> {
            if (bytes.length == enough) {
                throw tooLarge(path);
            }
            return FileText.decode(bytes);
        });
    }

    @Override
    public Optional<byte[]> head(String path, int count) {
        return part(path, 0, count);
    }

    @Override
    public Optional<byte[]> part(String path, long from, int count) {
        return at(
                        path,
                        true,
                        place -> place.attributes().isRegularFile()
                                ? Optional.of(read(place, from, count))
                                : Optional.<byte[]>empty())
                .flatMap(it -> it);
    }

    @Override
    public Optional<byte[]> tail(String path, int count) {
        return at(
                        path,
                        true,
                        place -> place.attributes().isRegularFile()
                                ? Optional.of(read(
                                        place, Math.max(0, place.attributes().size() - count), count))
                                : Optional.<byte[]>empty())
                .flatMap(it -> it);
    }

    @Override
    public List<String> list(String directory) {
        return at(directory, true, place -> place.attributes().isDirectory() ? names(place) : List.<String>of())
                .orElse(List.of());
    }

    @Override
    public List<SystemFile> entries(String directory) {
        return at(directory, true, place -> place.attributes().isDirectory() ? entries(place) : List.<SystemFile>of())
                .orElse(List.of());
    }

    @Override
    public List<SystemFile> glob(String pattern) {
        return Glob.expand(pattern, this);
    }

    @Override
    public Optional<Path> outside(String path) {
        return at(path, true, place -> place.below(root));
    }

    // Asked of the path: a FileStore is looked up in our own mount table, which does not show a private namespace.
    @Override
    public Optional<FilesystemSpace> space(String path) {
        return at(path, true, place -> space(place.below(root)))
                .filter(it -> it.total().isMoreThan(Bytes.ZERO));
    }

    private static FilesystemSpace space(Path file) throws IOException {
        File known = file.toFile();
        return new FilesystemSpace(
                (Long) Files.getAttribute(file, "unix:dev", LinkOption.NOFOLLOW_LINKS),
                new Bytes(known.getTotalSpace()),
                new Bytes(known.getFreeSpace()),
                new Bytes(known.getUsableSpace()));
    }

    /** What is done at a place; whatever it returns is the answer. */
    @FunctionalInterface
    private interface Visit<T> {
        T at(ConfinedWalk.Place place) throws IOException;
    }

    private <T> Optional<T> at(String path, boolean followLast, Visit<T> visit) {
        try (ConfinedWalk walk = ConfinedWalk.from(root)) {
            Optional<ConfinedWalk.Place> place = walk.to(Path.of(path), followLast);
            return place.isPresent() ? Optional.of(visit.at(place.get())) : Optional.empty();
        } catch (NoSuchFileException | InvalidPathException e) {
            return Optional.empty();
        } catch (AccessDeniedException e) {
            throw failed(path, "permission denied", "run rescuekit as root", e);
        } catch (IOException e) {
            throw failed(path, reason(e), "look at 'dmesg'; when the disk is failing, save it before anything else", e);
        }
    }

    // Owner and mode are to be had by path only. What that path leads to is taken for the file when it is the same
    // inode as the one that was reached without following a link.
    private SystemFile describe(ConfinedWalk.Place place) throws IOException {
        Map<String, Object> unix =
                Files.readAttributes(place.below(root), "unix:mode,uid,gid,fileKey", LinkOption.NOFOLLOW_LINKS);
        if (!Objects.equals(unix.get("fileKey"), place.attributes().fileKey())) {
            throw new IOException("it was replaced while it was looked at");
        }
        return new SystemFile(
                place.path(),
                kind(place),
                new FileMode(number(unix, "mode") & 07777),
                number(unix, "uid"),
                number(unix, "gid"),
                new Bytes(Math.max(0, place.attributes().size())),
                place.attributes().lastModifiedTime().toInstant());
    }

    private static int number(Map<String, Object> unix, String attribute) {
        return (Integer) Objects.requireNonNull(unix.get(attribute));
    }

    private static SystemFile.Kind kind(ConfinedWalk.Place place) {
        if (place.attributes().isRegularFile()) {
            return SystemFile.Kind.REGULAR;
        }
        if (place.attributes().isDirectory()) {
            return SystemFile.Kind.DIRECTORY;
        }
        return place.attributes().isSymbolicLink() ? SystemFile.Kind.LINK : SystemFile.Kind.OTHER;
    }

    private static byte[] read(ConfinedWalk.Place place, long from, int count) throws IOException {
        int expected = (int) Math.min(count, Math.max(0, place.attributes().size() - from));
        try (SeekableByteChannel file = place.open().position(from)) {
            ByteBuffer bytes = ByteBuffer.allocate(expected);
            while (bytes.hasRemaining() && file.read(bytes) >= 0) {
                // read(2) may return less than was asked for
            }
            return Arrays.copyOf(bytes.array(), bytes.position());
        }
    }

    private static List<String> names(ConfinedWalk.Place place) throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = place.openDirectory()) {
            for (Path entry : entries) {
                names.add(entry.getFileName().toString());
                if (names.size() > MOST_NAMES) {
                    throw new IOException("it holds more than " + MOST_NAMES + " names");
                }
            }
        } catch (DirectoryIteratorException e) {
            throw new IOException(reason(Objects.requireNonNull(e.getCause())), e);
        }
        Collections.sort(names);
        return List.copyOf(names);
    }

    private List<SystemFile> entries(ConfinedWalk.Place directory) throws IOException {
        List<SystemFile> entries = new ArrayList<>();
        try (SecureDirectoryStream<Path> opened = directory.openDirectory()) {
            for (String name : names(directory)) {
                Optional<ConfinedWalk.Place> entry = directory.entry(opened, Path.of(name));
                if (entry.isPresent()) {
                    entries.add(describe(entry.get()));
                }
            }
        }
        return List.copyOf(entries);
    }

    private static String reason(IOException e) {
        if (e instanceof FileSystemException known && known.getReason() != null) {
            return known.getReason();
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private static RescueException failed(String path, String reason, String next, Exception cause) {
        return new RescueException(
                        ExitCode.TOOL_FAILED, path + " of the installed system could not be read: " + reason, next)
                .causedBy(cause);
    }

    private static RescueException tooLarge(String path) {
        return new RescueException(
                ExitCode.NOT_UNDERSTOOD,
                path + " of the installed system is larger than " + LARGEST_TEXT + " and was not read",
                "look at the file by hand: no configuration file is that large");
    }
}
