package io.github.rescuekit.mount;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LastMountedTest {

    @Test
    void readsTheDirectoryOutOfTheSuperblock() {
        assertThat(LastMounted.in(superblock(0xef53, "/srv\0old bytes"))).contains("/srv");
        assertThat(LastMounted.in(superblock(0xef53, "/" + "x".repeat(63)))).contains("/" + "x".repeat(63));
    }

    @Test
    void readsNothingWhereItWasNeverMounted() {
        assertThat(LastMounted.in(superblock(0xef53, ""))).isEmpty();
    }

    @Test
    void readsNothingOutOfWhatIsNoSuperblock() {
        assertThat(LastMounted.in(superblock(0, "/srv"))).isEmpty();
        assertThat(LastMounted.in(superblock(0xef53, "garbage"))).isEmpty();
    }

    private static byte[] superblock(int magic, String directory) {
        ByteBuffer superblock = ByteBuffer.allocate(1024).order(ByteOrder.LITTLE_ENDIAN);
        superblock.putShort(0x38, (short) magic);
        superblock.position(0x88).put(directory.getBytes(StandardCharsets.ISO_8859_1));
        return superblock.array();
    }
}
