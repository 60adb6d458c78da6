package io.github.rescuekit.repair.raid;

import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.RescueException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** Looks whether a disk without any signature is blank, by pieces from all over it. */
final class Leftover {

    private static final int PIECES = 1024;
    private static final int PIECE = 4096;

    private Leftover() {}

    /** Where the first byte that is not zero was found; empty for a disk that looks blank. */
    static OptionalLong on(BlockDevice disk) {
        long step = Math.max(PIECE, disk.size().count() / PIECES / PIECE * PIECE);
        try (InputStream in = Files.newInputStream(Path.of(disk.path()))) {
            for (long at = 0; at + PIECE <= disk.size().count(); at += step) {
                in.skipNBytes(at == 0 ? 0 : step - PIECE);
                byte[] piece = in.readNBytes(PIECE);
                for (int i = 0; i < piece.length; i++) {
                    if (piece[i] != 0) {
                        return OptionalLong.of(at + i);
                    }
                }
            }
        } catch (IOException e) {
            throw new RescueException(
                            ExitCode.TOOL_FAILED,
                            disk.path() + " could not be read: " + e.getMessage(),
                            "look at the disk first: rescuekit check " + disk.path())
                    .causedBy(e);
        }
        return OptionalLong.empty();
    }
}
