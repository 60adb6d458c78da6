package io.github.rescuekit.prove;

import io.github.rescuekit.LoopImage;
import io.github.rescuekit.exec.Command;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a filesystem shows to one who mounts it.
 *
 * @param sizes of all but directories; -1 for what cannot be opened
 * @param digests of content, mode and extended attributes, of what can be read
 */
record Contents(Map<String, Long> sizes, Map<String, String> digests) {

    static final Contents NOTHING = new Contents(Map.of(), Map.of());

    private static final Duration LONGEST = Duration.ofMinutes(2);
    // A damaged length can be any number; what no file of the samples reaches need not be read.
    private static final long MOST = 64 << 20;

    Contents {
        sizes = Map.copyOf(sizes);
        digests = Map.copyOf(digests);
    }

    /** What it shows when its journal is replayed; empty when the kernel refuses it. The image stays as it is. */
    static Optional<Contents> replayed(String type, Path image) throws IOException {
        return mounted(
                type,
                image,
                switch (type) {
                    case "xfs" -> "nouuid";
                    case "btrfs" -> "rw";
                    default -> "errors=remount-ro";
                });
    }

    /** The same; an ext2, ext3 or ext4 that the kernel refuses is looked at through its spare superblock. */
    static Optional<Contents> replayed(SampleFilesystem sample, Path image) throws IOException {
        Optional<Contents> plain = replayed(sample.type(), image);
        return plain.isPresent() || !sample.type().startsWith("ext")
                ? plain
                : mounted(sample.type(), image, "errors=remount-ro,sb=" + sample.spareSuperblock());
    }

    /** All that can be had from it, without its journal when that is all that is left. */
    static Contents of(String type, Path image) throws IOException {
        if (type.equals("vfat")) {
            return ofFat(image);
        }
        Optional<Contents> replayed = replayed(type, image);
        if (replayed.isPresent()) {
            return replayed.get();
        }
        return mounted(
                        type,
                        image,
                        switch (type) {
                            case "xfs" -> "ro,norecovery,nouuid";
                            case "btrfs" -> "ro,rescue=all";
                            default -> "ro,noload,errors=remount-ro";
                        })
                .orElse(NOTHING);
    }

    /** What a person would miss who can have the other one instead. */
    List<String> lossesFrom(Contents other) {
        List<String> losses = new ArrayList<>();
        other.digests.forEach((path, digest) -> {
            String own = digests.get(path);
            if (isRefound(path) ? !digests.containsValue(digest) : !digest.equals(own)) {
                losses.add(path + (own == null ? " is missing" : " has another content"));
            }
        });
        return losses;
    }

    // Their names are made up by the tool: e2fsck and xfs_repair take the number of the inode, fsck.fat counts.
    private static boolean isRefound(String path) {
        return path.startsWith("/lost+found/") || path.matches("/FSCK\\d+\\.REC");
    }

    private static Optional<Contents> mounted(String type, Path image, String options) throws IOException {
        // A name that no loop device knows yet: it would show what it remembers of the last file of that name.
        Path copy = Files.createTempFile(image.getParent(), "shown", ".img");
        LoopImage.run("cp", "--sparse=always", image.toString(), copy.toString());
        Path at = Files.createDirectories(image.resolveSibling("at"));
        String all = "loop,nodev,noexec,nosuid,nosymfollow," + options;
        if (LoopImage.tryRun("mount", "-t", type, "-o", all, copy.toString(), at.toString())
                        .exitCode()
                != 0) {
            Files.delete(copy);
            return Optional.empty();
        }
        try {
            return Optional.of(read(at));
        } finally {
            LoopImage.unmount(at);
            Files.delete(copy);
        }
    }

    private static Contents ofFat(Path image) throws IOException {
        Path at = Files.createTempDirectory(image.getParent(), "files");
        LoopImage.RUNNER.run(Command.of(
                        "env",
                        "MTOOLS_SKIP_CHECK=1",
                        "mcopy",
                        "-i",
                        image.toString(),
                        "-s",
                        "-Q",
                        "-n",
                        "-o",
                        "::/",
                        at.toString())
                .within(LONGEST)
                .acceptingAny());
        return read(at);
    }

    private static Contents read(Path root) throws IOException {
        Map<String, Long> sizes = new TreeMap<>();
        Map<String, String> digests = new TreeMap<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {

            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                digests.put("/" + root.relativize(directory), "a directory");
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                String path = "/" + root.relativize(file);
                sizes.put(path, attributes.size());
                digest(file, attributes).ifPresent(it -> digests.put(path, it));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                sizes.put("/" + root.relativize(file), -1L);
                return FileVisitResult.CONTINUE;
            }

            // A directory of which only a part can be read.
            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) {
                if (e != null) {
                    sizes.put("/" + root.relativize(directory), -1L);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return new Contents(sizes, digests);
    }

    private static Optional<String> digest(Path file, BasicFileAttributes attributes) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            Object mode = Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS);
            digest.update(String.valueOf(mode).getBytes(StandardCharsets.UTF_8));
            if (attributes.isSymbolicLink()) {
                digest.update(Files.readSymbolicLink(file).toString().getBytes(StandardCharsets.UTF_8));
            } else if (attributes.isRegularFile()) {
                addContent(file, digest);
                addAttributes(file, digest);
            }
            return Optional.of(HexFormat.of().formatHex(digest.digest()));
        } catch (IOException e) {
            return Optional.empty();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void addContent(Path file, MessageDigest digest) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
            digest.update(Long.toString(channel.size()).getBytes(StandardCharsets.UTF_8));
            while (channel.position() < MOST && channel.read(buffer.clear()) > 0) {
                digest.update(buffer.flip());
            }
        }
    }

    private static void addAttributes(Path file, MessageDigest digest) throws IOException {
        UserDefinedFileAttributeView view = Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
        for (String name : view.list().stream().sorted().toList()) {
            ByteBuffer value = ByteBuffer.allocate(view.size(name));
            view.read(name, value);
            digest.update(name.getBytes(StandardCharsets.UTF_8));
            digest.update(value.flip());
        }
    }
}
