package io.github.rescuekit.mount;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.model.Bytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExtCountsTest {

    // As mke2fs 1.47 makes it on 64 MiB.
    @Test
    void countsASmallFilesystem() {
        byte[] superblock = superblock(16_384, 65_536, 3_276, 16_373, 0, 0x2c2);

        assertThat(ExtCounts.in(superblock)).contains(new ExtCounts(Bytes.mib(64), Bytes.kib(3_276), 16_384, 16_373));
    }

    @Test
    void countsBlocksOf4KibAndMoreThan32BitsOfThem() {
        byte[] superblock = with(0x150, 1, superblock(-1, 1, 0, 7, 2, 0x80));

        assertThat(ExtCounts.in(superblock))
                .contains(new ExtCounts(Bytes.kib(4 * ((1L << 32) + 1)), Bytes.ZERO, (1L << 32) - 1, 7));
        // Without the feature those fields mean something else.
        assertThat(ExtCounts.in(with(0x60, 0, superblock)).map(ExtCounts::total))
                .contains(Bytes.kib(4));
    }

    @Test
    void countsNothingOfWhatIsNoSuperblock() {
        Optional<ExtCounts> none = Optional.empty();

        assertThat(ExtCounts.in(new byte[1024])).isEqualTo(none);
        assertThat(ExtCounts.in(superblock(1, 1, 0, 1, 99, 0))).isEqualTo(none);
        assertThat(ExtCounts.in(superblock(1, 1, 2, 1, 0, 0))).isEqualTo(none);
        assertThat(ExtCounts.in(with(0x150, -1, superblock(1, 1, 0, 1, 2, 0x80))))
                .isEqualTo(none);
    }

    private static byte[] with(int at, int value, byte[] superblock) {
        ByteBuffer.wrap(superblock).order(ByteOrder.LITTLE_ENDIAN).putInt(at, value);
        return superblock;
    }

    private static byte[] superblock(
            int inodes, int blocks, int reserved, int freeInodes, int blockSize, int features) {
        return ByteBuffer.allocate(1024)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0x0, inodes)
                .putInt(0x4, blocks)
                .putInt(0x8, reserved)
                .putInt(0x10, freeInodes)
                .putInt(0x18, blockSize)
                .putShort(0x38, (short) 0xef53)
                .putInt(0x60, features)
                .array();
    }
}
