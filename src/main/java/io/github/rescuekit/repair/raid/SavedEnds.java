package io.github.rescuekit.repair.raid;

import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.RescueException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** The first and the last MiB of a disk, where a partition table lies, kept in files and put back from them. */
record SavedEnds(BlockDevice disk, Path directory) {

    private static final int LENGTH = 1 << 20;

    private record End(String name, long offset) {}

    private List<End> ends() {
        return List.of(new End("first-mib", 0), new End("last-mib", disk.size().count() - LENGTH));
    }

    /** Before the first write. */
    void save() {
        try {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            for (End end : ends()) {
                try (FileChannel in = FileChannel.open(Path.of(disk.path()), StandardOpenOption.READ);
                        FileChannel out = FileChannel.open(
                                directory.resolve(end.name()),
                                StandardOpenOption.CREATE_NEW,
                                StandardOpenOption.WRITE)) {
                    copy(in, end.offset(), out, 0);
                }
            }
        } catch (IOException e) {
            throw failed("the ends of " + disk.path() + " could not be kept in " + directory, e);
        }
    }

    void putBack() {
        try {
            for (End end : ends()) {
                try (FileChannel in = FileChannel.open(directory.resolve(end.name()), StandardOpenOption.READ);
                        FileChannel out = FileChannel.open(Path.of(disk.path()), StandardOpenOption.WRITE)) {
                    copy(in, 0, out, end.offset());
                }
            }
        } catch (IOException e) {
            throw failed("the ends of " + disk.path() + " could not be put back from " + directory, e);
        }
    }

    private static void copy(FileChannel in, long from, FileChannel out, long to) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(LENGTH);
        while (buffer.hasRemaining()) {
            if (in.read(buffer, from + buffer.position()) < 0) {
                throw new IOException("it ends at byte " + (from + buffer.position()));
            }
        }
        buffer.flip();
        while (buffer.hasRemaining()) {
            out.write(buffer, to + buffer.position());
        }
        out.force(true);
    }

    private static RescueException failed(String happened, IOException cause) {
        return new RescueException(
                        ExitCode.TOOL_FAILED,
                        happened + ": " + cause.getMessage(),
                        "look at the disk and at the room there ('df'), then try again")
                .causedBy(cause);
    }
}
