package io.github.rescuekit.mount;

import io.github.rescuekit.LoopImage;
import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.SystemRunner;
import io.github.rescuekit.exec.Tools;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.DeviceKind;
import io.github.rescuekit.model.DeviceNumber;
import io.github.rescuekit.model.Filesystem;
import io.github.rescuekit.model.Usage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** A loop device over an image that the test made. */
final class TestDisk implements AutoCloseable {

    static final SystemRunner RUNNER = new SystemRunner(Tools.OF_THIS_SYSTEM);

    private final Path image;
    private final String type;
    private final String device;

    private TestDisk(Path image, String type, String device) {
        this.image = image;
        this.type = type;
        this.device = device;
    }

    /** What the test writes onto a mounted filesystem. */
    @FunctionalInterface
    interface Content {
        void writeTo(Path root) throws IOException;
    }

    static TestDisk attach(Path image, String type) {
        String device = RUNNER.run(Command.of("losetup", "--find", "--show", image.toString()))
                .out()
                .strip();
        return new TestDisk(image, type, device);
    }

    /** A cleanly unmounted filesystem. */
    static TestDisk clean(Path directory, String type, Content content) throws IOException {
        Path image = format(directory, type);
        mounted(directory, image, type, content, () -> {});
        return attach(image, type);
    }

    /** A copy of a filesystem as a power cut leaves it: {@code late} is synced, but still only in the journal. */
    static TestDisk dirty(Path directory, String type, Content early, Content late) throws IOException {
        Path image = format(directory, type);
        mounted(directory, image, type, early, () -> {});
        Path copy = directory.resolve("dirty-" + type + ".img");
        mounted(directory, image, type, late, () -> run("cp", "--sparse=always", image.toString(), copy.toString()));
        return attach(copy, type);
    }

    /** Writes a file so that it survives a power cut. */
    static void writeSynced(Path file, String text) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            channel.write(java.nio.charset.StandardCharsets.UTF_8.encode(text));
            channel.force(true);
        }
    }

    private static Path format(Path directory, String type) throws IOException {
        Path image = directory.resolve(type + ".img");
        run("truncate", "--size=320M", image.toString());
        List<String> words = switch (type) {
            case "xfs" -> List.of("-q", image.toString());
            case "btrfs" -> List.of("-q", "-m", "single", image.toString());
            default -> List.of("-q", "-F", image.toString());
        };
        RUNNER.run(Command.of("mkfs." + type, words));
        Files.createDirectories(directory.resolve("work"));
        return image;
    }

    private static void mounted(Path directory, Path image, String type, Content content, Runnable before)
            throws IOException {
        Path at = directory.resolve("work");
        run("mount", "-t", type, "-o", "loop", image.toString(), at.toString());
        try {
            content.writeTo(at);
            before.run();
        } finally {
            LoopImage.unmount(at);
        }
    }

    static String run(String program, String... arguments) {
        return RUNNER.run(Command.of(program, arguments)).out();
    }

    String device() {
        return device;
    }

    BlockDevice blockDevice() {
        String[] number = run("stat", "--format=%Hr:%Lr", device).strip().split(":", -1);
        return new BlockDevice(
                device,
                new DeviceNumber(Integer.parseInt(number[0]), Integer.parseInt(number[1])),
                DeviceKind.LOOP,
                new Bytes(image.toFile().length()),
                false,
                List.of(),
                List.of(),
                BlockDevice.Hardware.UNKNOWN,
                Optional.empty(),
                Optional.empty(),
                Optional.of(new Filesystem(
                        type,
                        Usage.FILESYSTEM,
                        Optional.of(run("blkid", "-p", "-o", "value", "-s", "UUID", device)
                                .strip()),
                        Optional.empty(),
                        Optional.empty())),
                Optional.of(image.toString()));
    }

    String sha256() throws IOException {
        try (InputStream in = Files.newInputStream(Path.of(device))) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 20];
            for (int count = in.read(buffer); count > 0; count = in.read(buffer)) {
                digest.update(buffer, 0, count);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        run("losetup", "--detach", device);
    }
}
