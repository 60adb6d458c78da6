package io.github.rescuekit;

import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.Result;
import io.github.rescuekit.exec.SystemRunner;
import io.github.rescuekit.exec.Tools;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.probe.MachineProbe;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** A filesystem in an image that the test made, and the loop device over it. Detached on close, whatever happens. */
public final class LoopImage implements AutoCloseable {

    public static final Tools TOOLS = Tools.OF_THIS_SYSTEM;
    public static final SystemRunner RUNNER = new SystemRunner(TOOLS);

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Path image;
    private final String device;

    private LoopImage(Path image, String device) {
        this.image = image;
        this.device = device;
    }

    /** What a test does to a mounted filesystem. */
    @FunctionalInterface
    public interface Work {
        void on(Path root) throws IOException;
    }

    /** An image of zeros. */
    public static Path blank(Path directory, String name, int mebibytes) {
        Path image = directory.resolve(name + ".img");
        run("truncate", "--size=" + mebibytes + "M", image.toString());
        return image;
    }

    /** An image with an empty filesystem. */
    public static Path formatted(Path directory, String type, int mebibytes, String... options) {
        Path image = blank(directory, type, mebibytes);
        List<String> words = new ArrayList<>(List.of(options));
        if (!type.equals("vfat")) {
            words.add("-q");
        }
        words.add(image.toString());
        RUNNER.run(Command.of("mkfs." + type, words));
        return image;
    }

    /** Mounts the image for writing and unmounts it again. */
    public static void mounted(Path image, String type, Work work) throws IOException {
        Path at = Files.createTempDirectory(image.getParent(), "mounted");
        run("mount", "-t", type, "-o", "loop", image.toString(), at.toString());
        try {
            work.on(at);
        } finally {
            unmount(at);
        }
    }

    /**
     * Unmounts what the test mounted. A mount namespace that is copied at this moment holds all mounts, and a scan of new
     * devices holds a loop device and with it the filesystem below: umount(2) answers EBUSY for that time.
     */
    public static void unmount(Path at) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Result result = tryRun("umount", at.toString());
        while (result.err().contains("target is busy") && System.nanoTime() < deadline) {
            result = tryRun("umount", at.toString());
        }
        if (result.exitCode() != 0) {
            throw new IllegalStateException(result.err().strip());
        }
    }

    /** A copy of an image at this moment; taken of a mounted filesystem it is what a power cut leaves. */
    public static Path copy(Path image, String name) {
        Path copy = image.resolveSibling(name + ".img");
        run("cp", "--sparse=always", image.toString(), copy.toString());
        return copy;
    }

    /** Overwrites a part of an image. */
    public static void overwrite(Path image, long offset, byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(image, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(bytes), offset);
        }
    }

    public static LoopImage attach(Path image, String... options) {
        List<String> words = new ArrayList<>(List.of(options));
        words.addAll(List.of("--find", "--show", image.toString()));
        String device = RUNNER.run(Command.of("losetup", words)).out().strip();
        LoopImage attached = new LoopImage(image, device);
        attached.requireOwn();
        return attached;
    }

    /** Runs a program of the test; it must succeed. */
    public static String run(String program, String... arguments) {
        return RUNNER.run(Command.of(program, arguments).within(Duration.ofMinutes(2)))
                .out();
    }

    /** Runs a program of the test that may end in any way. */
    public static Result tryRun(String program, String... arguments) {
        return RUNNER.run(Command.of(program, arguments).acceptingAny());
    }

    public static Machine machine() {
        return new MachineProbe(RUNNER, TOOLS).look();
    }

    public Path image() {
        return image;
    }

    public String device() {
        return device;
    }

    public BlockDevice blockDevice() {
        return machine().device(device).orElseThrow();
    }

    /** Of the device and of the file below it: they must be equal in what they tell. */
    public String sha256() {
        run("blockdev", "--flushbufs", device);
        return sha256(image);
    }

    public static String sha256(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 20];
            for (int count = in.read(buffer); count > 0; count = in.read(buffer)) {
                digest.update(buffer, 0, count);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    // The rule of every device test: never a device that this test did not make.
    private void requireOwn() {
        String backing =
                run("losetup", "--noheadings", "--output", "BACK-FILE", device).strip();
        if (!backing.equals(image.toString())) {
            throw new IllegalStateException(device + " is over " + backing + ", not over " + image);
        }
    }

    @Override
    public void close() {
        run("losetup", "--detach", device);
    }
}
