package io.github.rescuekit.repair;

import io.github.rescuekit.installed.SystemFile;
import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.FileMode;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.session.Durable;
import io.github.rescuekit.session.ExactCopy;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Door 3: the only writer into an installed system. After each call, and after a power cut in the middle of one, a file
 * is the old one or the new one, complete. Paths are free of links, as {@link TargetReader} resolves them.
 */
public final class SystemWriter {

    private static final String LABEL = "security.selinux";
    private static final FileMode OWNER_ONLY = new FileMode(0600);
    private static final FileAttribute<?> OWNER_ONLY_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<?> OWNER_ONLY_DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final TargetReader reader;
    private final FileAttributes attributes;
    private final Surroundings surroundings;

    /**
     * Writes below a mounted root.
     *
     * @param root as this process sees it
     * @param files the same root, through which paths are resolved as that system would
     */
    SystemWriter(Path root, SystemFiles files, FileAttributes attributes, Surroundings surroundings) {
        this.reader = new TargetReader(root, files, attributes);
        this.attributes = attributes;
        this.surroundings = surroundings;
    }

    /** Writes into a tree of files that no program of its own can change. */
    public SystemWriter(Path root, SystemFiles files, FileAttributes attributes) {
        this(root, files, attributes, Surroundings.NONE);
    }

    Surroundings surroundings() {
        return surroundings;
    }

    TargetReader reader() {
        return reader;
    }

    void replace(String path, byte[] content, String temporaryName) {
        Path file = reader.locate(path);
        FileState before = reader.require(path);
        refuseHardLinks(path, file);
        writing("change", path, content.length, List.of(directoryOf(file), file), () -> {
            Path temporary = file.resolveSibling(temporaryName);
            try {
                ExactCopy.make(file, temporary);
                overwrite(temporary, content);
                makeAlike(temporary, before);
                moveOver(temporary, file);
                attributes.setFlags(file, before.flags().orElse(""));
            } finally {
                Files.deleteIfExists(temporary);
            }
        });
        verifyContent(path, content);
        verify(path, reader.require(path).attributesUnlike(before));
    }

    void create(String path, byte[] content, FileMode mode, String temporaryName) {
        Path file = reader.locate(path);
        refuseExisting(path);
        writing("create", path, content.length, List.of(directoryOf(file)), () -> {
            Path temporary = file.resolveSibling(temporaryName);
            try {
                Files.createFile(temporary, OWNER_ONLY_FILE);
                overwrite(temporary, content);
                setMode(temporary, mode);
                inheritLabel(temporary);
                Durable.sync(temporary);
                moveOver(temporary, file);
            } finally {
                Files.deleteIfExists(temporary);
            }
        });
        verifyContent(path, content);
        verifyMode(path, mode);
    }

    void copy(String from, String path, String temporaryName) {
        Path source = reader.locate(from);
        Path file = reader.locate(path);
        FileState wanted = reader.require(from);
        writing("copy to", path, wanted.size().count(), List.of(directoryOf(file), file), () -> {
            Path temporary = file.resolveSibling(temporaryName);
            try {
                ExactCopy.make(source, temporary);
                Durable.sync(temporary);
                moveOver(temporary, file);
            } finally {
                Files.deleteIfExists(temporary);
            }
        });
        verify(path, reader.require(path).hasContentOf(wanted) ? List.of() : List.of("content"));
    }

    void link(String path, String target, String temporaryName) {
        Path link = reader.locate(path);
        refuseExisting(path);
        writing("link", path, 0, List.of(directoryOf(link)), () -> {
            Path temporary = link.resolveSibling(temporaryName);
            try {
                Files.createSymbolicLink(temporary, Path.of(target));
                inheritLabel(temporary);
                moveOver(temporary, link);
            } finally {
                Files.deleteIfExists(temporary);
            }
        });
    }

    void rename(String path, String newPath) {
        Path file = reader.locate(path);
        FileState before = reader.require(path);
        refuseExisting(newPath);
        writing("rename", path, 0, List.of(directoryOf(file), file), () -> {
            Path renamed = reader.locate(newPath);
            moveOver(file, renamed);
            attributes.setFlags(renamed, before.flags().orElse(""));
        });
    }

    void move(String path, String newPath, String temporaryName) {
        Path file = reader.locate(path);
        FileState before = reader.require(path);
        refuseExisting(newPath);
        writing("move", path, before.size().count(), List.of(directoryOf(file), file), () -> {
            Path moved = reader.locate(newPath);
            Path temporary = moved.resolveSibling(temporaryName);
            try {
                ExactCopy.make(file, temporary);
                makeAlike(temporary, before);
                moveOver(temporary, moved);
            } finally {
                Files.deleteIfExists(temporary);
            }
            verify(newPath, reader.require(newPath).isSameWork(before) ? List.of() : List.of("content, owner or mode"));
            Files.delete(file);
            Durable.sync(directoryOf(file));
        });
    }

    void remove(String path) {
        Path file = reader.locate(path);
        writing("remove", path, 0, List.of(directoryOf(file), file), () -> {
            Files.delete(file);
            Durable.sync(directoryOf(file));
        });
    }

    void makeDirectory(String path, FileMode mode, String temporaryName) {
        Path directory = reader.locate(path);
        refuseExisting(path);
        writing("make", path, 0, List.of(directoryOf(directory)), () -> {
            Path temporary = directory.resolveSibling(temporaryName);
            try {
                Files.createDirectory(temporary, OWNER_ONLY_DIRECTORY);
                setMode(temporary, mode);
                inheritLabel(temporary);
                Durable.sync(temporary);
                moveOver(temporary, directory);
            } finally {
                Files.deleteIfExists(temporary);
            }
        });
        verifyMode(path, mode);
    }

    void setMode(String path, FileMode mode) {
        Path file = reader.locate(path);
        writing("set the mode of", path, 0, List.of(file), () -> {
            setMode(file, mode);
            Durable.sync(file);
        });
        verifyMode(path, mode);
    }

    void setOwner(String path, Owner owner) {
        Path file = reader.locate(path);
        FileState before = reader.require(path);
        writing("change the owner of", path, 0, List.of(file), () -> {
            setOwner(file, owner.uid(), owner.gid());
            setMode(file, before.mode());
            Durable.sync(file);
        });
        FileState now = reader.require(path);
        verify(
                path,
                now.uid() == owner.uid() && now.gid() == owner.gid()
                        ? List.of()
                        : List.of("owner " + now.uid() + ":" + now.gid() + " instead of " + owner));
        verifyMode(path, before.mode());
    }

    void clearFlags(String path, String flags) {
        Path file = reader.locate(path);
        settingFlags(path, () -> attributes.clearFlags(file, flags));
        verifyFlags(path, "");
    }

    /** Gives a file the flags back that a step took from it, whatever has become of its content. */
    void putBackFlags(String path, String flags) {
        Path file = reader.locate(path);
        settingFlags(path, () -> attributes.setFlags(file, flags));
        verifyFlags(path, flags);
    }

    private void settingFlags(String path, FileAttributes.Writing writing) {
        writing("set the flags of", path, 0, List.of(), writing);
    }

    private void verifyFlags(String path, String wanted) {
        String now = reader.protecting(path);
        verify(path, now.equals(wanted) ? List.of() : List.of("flags '" + now + "' instead of '" + wanted + "'"));
    }

    /** Makes the file what it was: identical content, mode, owner, attributes and time. */
    void restore(String path, Optional<FileState> before, Path copy, String temporaryName) {
        removeLeftover(path, temporaryName);
        if (before.isPresent()) {
            bringBackFile(path, before.get(), copy, temporaryName);
        } else if (reader.state(path).isPresent()) {
            remove(path);
        }
    }

    /** The temporary file of a step that was cut off. */
    private void removeLeftover(String path, String temporaryName) {
        Path temporary = reader.locate(path).resolveSibling(temporaryName);
        if (Files.exists(temporary, LinkOption.NOFOLLOW_LINKS)) {
            writing("clean up beside", path, 0, List.of(directoryOf(temporary)), () -> Files.delete(temporary));
        }
    }

    /** Makes a file what it was, one of several that a program changed. */
    void bringBack(String path, FileState before, Path copy, String temporaryName) {
        if (before.kind() == SystemFile.Kind.DIRECTORY && reader.state(path).isEmpty()) {
            makeDirectory(path, before.mode(), temporaryName);
        } else {
            bringBackFile(path, before, copy, temporaryName);
        }
    }

    /** Gives a directory its attributes and its time back, after all that is in it. */
    void bringBackDirectory(String path, FileState before) {
        if (!reader.require(path).unlike(before).isEmpty()) {
            bringBackFile(path, before, reader.locate(path), "");
        }
    }

    /** Puts on the disk what a program wrote below directories. */
    void sync(List<String> directories) {
        directories.forEach(it -> attributes.syncFilesystem(reader.locate(it)));
    }

    private void bringBackFile(String path, FileState before, Path copy, String temporaryName) {
        Path file = reader.locate(path);
        boolean contentIsBack = reader.state(path).filter(before::hasContentOf).isPresent();
        writing("restore", path, before.size().count(), List.of(directoryOf(file), file), () -> {
            if (!contentIsBack) {
                bringBackContent(file, before, copy, file.resolveSibling(temporaryName));
            }
            makeAlike(file, before);
            setTime(file, before);
            attributes.setFlags(file, before.flags().orElse(""));
        });
        verify(path, reader.require(path).unlike(before));
    }

    private void bringBackContent(Path file, FileState before, Path copy, Path temporary) throws IOException {
        if (before.kind() == SystemFile.Kind.LINK) {
            bringBackLink(file, before, temporary);
            return;
        }
        try {
            ExactCopy.make(copy, temporary);
            makeAlike(temporary, before);
            moveOver(temporary, file);
        } catch (FileSystemException e) {
            // On a full filesystem the undo copy itself takes the place, when it is on the same one.
            if (!WriteFailure.isForWantOfRoom(e)) {
                throw e;
            }
            makeAlike(copy, before);
            moveOver(copy, file);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    // A link cannot be synced itself: it is complete before its directory is.
    private void bringBackLink(Path link, FileState before, Path temporary) throws IOException {
        try {
            Files.createSymbolicLink(temporary, Path.of(before.target().orElseThrow()));
            makeAlike(temporary, before);
            setTime(temporary, before);
            moveOver(temporary, link);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private void writing(String act, String path, long length, List<Path> unprotected, FileAttributes.Writing writing) {
        try {
            attributes.whileWritable(unprotected, writing);
        } catch (IOException e) {
            throw WriteFailure.of(act, path, reader.locate(path), new Bytes(length), e);
        }
    }

    private static void overwrite(Path file, byte[] content) throws IOException {
        setMode(file, OWNER_ONLY);
        try (FileChannel channel =
                FileChannel.open(file, Set.of(StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING))) {
            ByteBuffer buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
    }

    private void makeAlike(Path file, FileState wanted) throws IOException {
        setOwner(file, wanted.uid(), wanted.gid());
        if (wanted.kind() != SystemFile.Kind.LINK) {
            setMode(file, wanted.mode());
        }
        // The kernel takes its capabilities from a file that is written to, and a copy on another filesystem may have
        // lost the label.
        wanted.extended().ifPresent(it -> attributes.setExtended(file, it));
        if (wanted.kind() == SystemFile.Kind.REGULAR) {
            Durable.sync(file);
        }
    }

    // Files.copy says nothing when it cannot give a file away. Before the mode: chown(2) takes set-user-ID bits.
    private void setOwner(Path file, int uid, int gid) throws IOException {
        Map<String, Object> present = Files.readAttributes(file, "unix:uid,gid", LinkOption.NOFOLLOW_LINKS);
        if (!present.equals(Map.of("uid", uid, "gid", gid))) {
            attributes.setOwner(file, uid, gid);
        }
    }

    private void setTime(Path file, FileState wanted) throws IOException {
        if (wanted.kind() != SystemFile.Kind.LINK) {
            Files.setLastModifiedTime(file, FileTime.from(wanted.modified()));
            Durable.sync(file);
        } else {
            attributes.setLinkTime(file, wanted.modified());
        }
    }

    private static void setMode(Path file, FileMode mode) throws IOException {
        Files.setAttribute(file, "unix:mode", mode.bits());
    }

    // What a kernel without SELinux makes has no label, and a confined service must not read it after the boot.
    private void inheritLabel(Path file) {
        attributes
                .extended(directoryOf(file))
                .flatMap(it -> Optional.ofNullable(it.get(LABEL)))
                .ifPresent(label -> attributes.setExtended(file, LABEL, label));
    }

    private static void moveOver(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        Durable.sync(directoryOf(to));
    }

    private static Path directoryOf(Path file) {
        return TargetReader.directoryOf(file);
    }

    private void refuseExisting(String path) {
        if (reader.state(path).isPresent()) {
            throw TargetReader.changedSince(path, "is there already, and it is something else");
        }
    }

    // A new file under one name would leave the old content under the other.
    private void refuseHardLinks(String path, Path file) {
        if (reader.isHardLinked(path)) {
            throw RescueException.refused(
                    "hard-linked",
                    path + " has other names (hard links), which would keep the old content",
                    "find them with 'find " + directoryOf(file) + " -xdev -samefile " + file
                            + "', leave one, then try again");
        }
    }

    private void verifyContent(String path, byte[] content) {
        boolean same =
                reader.content(path).filter(it -> Arrays.equals(it, content)).isPresent();
        verify(path, same ? List.of() : List.of("content"));
    }

    private void verifyMode(String path, FileMode mode) {
        FileMode now = reader.require(path).mode();
        verify(path, now.equals(mode) ? List.of() : List.of("mode " + now + " instead of " + mode));
    }

    private static void verify(String path, List<String> differences) {
        if (!differences.isEmpty()) {
            throw new RescueException(
                    ExitCode.TOOL_FAILED,
                    path + " read back differs: " + String.join(", ", differences),
                    "check the filesystem and its disk before anything else is written ('rescuekit check')");
        }
    }
}
