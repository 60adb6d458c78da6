package io.github.rescuekit.repair.raid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.DeviceKind;
import io.github.rescuekit.model.DeviceNumber;
import io.github.rescuekit.model.RescueException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SavedEndsTest {

    private static final int MIB = 1 << 20;

    @TempDir
    private Path directory;

    @Test
    void putsBothEndsBackAndTouchesNothingElse() throws IOException {
        byte[] before = new byte[4 * MIB + 512];
        new Random(1).nextBytes(before);
        Path disk = Files.write(directory.resolve("disk"), before);
        SavedEnds ends = new SavedEnds(disk(disk, before.length), directory.resolve("undo"));
        ends.save();
        byte[] written = before.clone();
        Arrays.fill(written, 0, MIB, (byte) 1);
        Arrays.fill(written, 2 * MIB, 3 * MIB, (byte) 2);
        Arrays.fill(written, written.length - MIB, written.length, (byte) 3);
        Files.write(disk, written);

        ends.putBack();

        byte[] after = Files.readAllBytes(disk);
        Arrays.fill(before, 2 * MIB, 3 * MIB, (byte) 2);
        assertThat(Arrays.equals(after, before)).isTrue();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("undo"))))
                .isEqualTo("rwx------");
    }

    @Test
    void tellsWhenThereIsNothingToPutBack() throws IOException {
        Path disk = Files.write(directory.resolve("disk"), new byte[2 * MIB]);

        assertThatThrownBy(() -> new SavedEnds(disk(disk, 2 * MIB), directory.resolve("undo")).putBack())
                .isInstanceOf(RescueException.class);
    }

    private static BlockDevice disk(Path path, long size) {
        return new BlockDevice(
                path.toString(),
                new DeviceNumber(8, 0),
                DeviceKind.DISK,
                new Bytes(size),
                false,
                List.of(),
                List.of(),
                BlockDevice.Hardware.UNKNOWN,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
