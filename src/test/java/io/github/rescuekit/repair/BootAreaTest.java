package io.github.rescuekit.repair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.repair.BootArea.Region;
import io.github.rescuekit.repair.BootArea.Row;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BootAreaTest {

    private static final long MIB = 1 << 20;

    @TempDir
    Path directory;

    private Path disk;

    @BeforeEach
    void makeDisk() throws IOException {
        disk = Files.write(directory.resolve("disk"), new byte[(int) (4 * MIB)]);
    }

    @Test
    void hasTheGapOfAnMbrDisk() {
        assertThat(area(new Row(MIB, MIB, false)).regions())
                .containsExactly(new Region(0, 440), new Region(512, (int) MIB - 512));
    }

    @Test
    void endsTheGapOfAnOldMbrDiskBeforeItsFirstPartition() {
        assertThat(area(new Row(63 * 512, MIB, false)).regions()).contains(new Region(512, 62 * 512));
    }

    @Test
    void hasTheBiosBootPartitionOfAGptDisk() throws IOException {
        gpt();
        assertThat(area(new Row(MIB, MIB, true), new Row(2 * MIB, MIB, false)).regions())
                .containsExactly(new Region(0, 440), new Region(MIB, (int) MIB));
    }

    @Test
    void writesBootCodeAndLeavesTheTableAlone() throws IOException {
        byte[] before = Files.readAllBytes(disk);
        byte[] code = new byte[440];
        Arrays.fill(code, (byte) 7);

        area(new Row(MIB, MIB, false)).write(0, code);

        byte[] after = Files.readAllBytes(disk);
        assertThat(Arrays.copyOf(after, 440)).isEqualTo(code);
        assertThat(Arrays.copyOfRange(after, 440, after.length))
                .isEqualTo(Arrays.copyOfRange(before, 440, before.length));
    }

    @Test
    void neverWritesIntoATableOrAFilesystem() throws IOException {
        gpt();
        BootArea area = area(new Row(MIB, MIB, true), new Row(2 * MIB, MIB, false));

        for (long offset : new long[] {1, 440, 512, 2 * MIB - 439, 2 * MIB}) {
            assertThatThrownBy(() -> area.write(offset, new byte[440])).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void seesThatSomebodyChangedTheTable() throws IOException {
        gpt();
        BootArea area = area(new Row(MIB, MIB, true));
        for (int at : new int[] {440, 511, 512 + 100, 33 * 512, (int) (4 * MIB - 1)}) {
            String table = area.tableHash();
            put(at, (byte) 0x5a);
            assertThatExceptionOfType(RescueException.class)
                    .isThrownBy(() -> area.requireTable(table))
                    .withMessageContaining("partition table");
        }
    }

    @Test
    void refusesADiskWithoutPartitions() {
        assertThatExceptionOfType(RescueException.class)
                .isThrownBy(() -> area())
                .satisfies(e -> assertThat(e.guard()).contains("no-partition-table"));
    }

    private BootArea area(Row... rows) {
        return BootArea.of("/dev/sda", disk, new Bytes(4 * MIB), List.of(rows));
    }

    private void gpt() throws IOException {
        byte[] content = Files.readAllBytes(disk);
        System.arraycopy("EFI PART".getBytes(StandardCharsets.US_ASCII), 0, content, 512, 8);
        Files.write(disk, content);
    }

    private void put(int at, byte value) throws IOException {
        byte[] content = Files.readAllBytes(disk);
        content[at] ^= value;
        Files.write(disk, content);
    }
}
