package io.github.rescuekit.repair.initramfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.SystemRunner;
import io.github.rescuekit.exec.Tools;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With the programs that unpack, and what they have packed themselves. */
class UnpackerIT {

    private static final String ARCHIVE = TestInitramfs.archive(100_000, "init", "etc/fstab");

    private final SystemRunner runner = new SystemRunner(Tools.OF_THIS_SYSTEM);
    private final Unpacker unpacker = Unpacker.with(runner);

    @ParameterizedTest
    @CsvSource({
        "GZIP, gzip -c",
        "ZSTD, zstd -c",
        "XZ, xz -c --check=crc32",
        "LZMA, xz -c --format=lzma",
        "BZIP2, bzip2 -c"
    })
    void unpacksWhatTheProgramHasPacked(Packing packing, String program) throws IOException {
        byte[] packed = packed(program);

        assertThat(Packing.of(packed)).contains(packing);
        List<String> names = new ArrayList<>();
        try (InputStream in = unpacker.unpack(packing, new ByteArrayInputStream(packed))) {
            new Cpio(in, names::add, (name, text) -> {}).read();
        }
        assertThat(names).containsExactly("init", "etc/fstab");
    }

    @Test
    void tellsInTheWordsOfTheProgramThatItIsCutOff() throws IOException {
        byte[] packed = packed("zstd -c");
        byte[] half = Arrays.copyOf(packed, packed.length - 20);

        try (InputStream in = unpacker.unpack(Packing.ZSTD, new ByteArrayInputStream(half))) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(in::readAllBytes)
                    .withMessageContaining("premature end");
        }
    }

    private byte[] packed(String program) throws IOException {
        List<String> words = List.of(program.split(" "));
        Command command = Command.of(words.get(0), words.subList(1, words.size()));
        byte[] archive = ARCHIVE.getBytes(StandardCharsets.ISO_8859_1);
        try (InputStream in = runner.through(command, new ByteArrayInputStream(archive))) {
            return in.readAllBytes();
        }
    }
}
