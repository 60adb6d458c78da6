package io.github.rescuekit.repair.fsck;

import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.Progress;
import io.github.rescuekit.model.RescueException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/** Copies a whole device into a sparse file, and back. */
final class DeviceImage {

    private static final int BLOCK = 1 << 20;
    private static final ByteBuffer ZEROS = ByteBuffer.allocate(BLOCK).asReadOnlyBuffer();

    private DeviceImage() {}

    /** Copies the device to a new file and reads both once more to compare them. */
    static void save(Path device, Bytes size, Path to, Progress progress) {
        copy(device, to, size, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), true, progress);
        requireEqual(device, to, size, "the undo copy " + to + " differs from " + device);
    }

    /** Writes the file's bytes over the device and reads both once more to compare them. */
    static void restore(Path from, Path device, Bytes size, Progress progress) {
        copy(from, device, size, Set.of(StandardOpenOption.WRITE), false, progress);
        requireEqual(from, device, size, device + " differs from its undo copy " + from);
    }

    private static void copy(
            Path from, Path to, Bytes size, Set<StandardOpenOption> options, boolean sparse, Progress progress) {
        try (FileChannel in = FileChannel.open(from, StandardOpenOption.READ);
                FileChannel out = FileChannel.open(to, options)) {
            ByteBuffer buffer = ByteBuffer.allocate(BLOCK);
            for (long at = 0; at < size.count(); at += buffer.position()) {
                read(in, buffer, at, size);
                if (!sparse || !isZero(buffer) || at + buffer.limit() == size.count()) {
                    write(out, buffer.duplicate(), at);
                }
                buffer.position(buffer.limit());
                progress.at("copying " + from + " to " + to, (double) at / size.count());
            }
            out.force(true);
        } catch (IOException e) {
            throw failed(from + " could not be copied to " + to + ": " + e.getMessage(), e);
        }
    }

    private static void requireEqual(Path one, Path other, Bytes size, String otherwise) {
        try (FileChannel first = FileChannel.open(one, StandardOpenOption.READ);
                FileChannel second = FileChannel.open(other, StandardOpenOption.READ)) {
            ByteBuffer left = ByteBuffer.allocate(BLOCK);
            ByteBuffer right = ByteBuffer.allocate(BLOCK);
            for (long at = 0; at < size.count(); at += left.limit()) {
                read(first, left, at, size);
                read(second, right, at, size);
                if (!left.equals(right)) {
                    throw failed(otherwise + " near byte " + at, new IOException("compared " + one + " with " + other));
                }
            }
        } catch (IOException e) {
            throw failed(one + " and " + other + " could not be compared: " + e.getMessage(), e);
        }
    }

    private static void read(FileChannel in, ByteBuffer buffer, long at, Bytes size) throws IOException {
        buffer.clear().limit((int) Math.min(BLOCK, size.count() - at));
        while (buffer.hasRemaining()) {
            if (in.read(buffer, at + buffer.position()) < 0) {
                throw new IOException("it ends at byte " + (at + buffer.position()) + " of " + size.count());
            }
        }
        buffer.flip();
    }

    private static void write(FileChannel out, ByteBuffer buffer, long at) throws IOException {
        while (buffer.hasRemaining()) {
            out.write(buffer, at + buffer.position());
        }
    }

    private static boolean isZero(ByteBuffer buffer) {
        return buffer.mismatch(ZEROS.duplicate().limit(buffer.limit())) < 0;
    }

    private static RescueException failed(String happened, IOException cause) {
        return new RescueException(
                        ExitCode.TOOL_FAILED,
                        happened,
                        "look at the disk and at the room for the copy ('df'), then try again")
                .causedBy(cause);
    }
}
