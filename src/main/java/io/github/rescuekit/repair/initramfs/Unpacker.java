package io.github.rescuekit.repair.initramfs;

import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.Filter;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.zip.GZIPInputStream;

/** Unpacks what a {@link Packing} has packed. */
@FunctionalInterface
public interface Unpacker {

    /** Emulated without KVM, an initramfs with all drivers takes half a minute. */
    Duration LIMIT = Duration.ofMinutes(5);

    /**
     * The content, as it comes.
     *
     * @throws io.github.rescuekit.model.RescueException when the program for it is missing
     */
    InputStream unpack(Packing packing, InputStream packed) throws IOException;

    /** With the programs of this system. */
    static Unpacker with(Filter programs) {
        return (packing, packed) -> packing == Packing.GZIP
                ? new GZIPInputStream(packed)
                : programs.through(program(packing).within(LIMIT), packed);
    }

    private static Command program(Packing packing) {
        return switch (packing) {
            case XZ, LZMA -> Command.of("xz", "-dcq");
            case ZSTD -> Command.of("zstd", "-dcq");
            case LZ4 -> Command.of("lz4", "-dcq");
            case BZIP2 -> Command.of("bzip2", "-dcq");
            case LZO -> Command.of("lzop", "-dcq");
            case CPIO, GZIP -> throw new IllegalArgumentException(packing.name());
        };
    }
}
