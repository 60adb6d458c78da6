package io.github.rescuekit.mount;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.LoopImage;
import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RehearsalSpaceIT {

    @TempDir
    private Path directory;

    // xfs_repair formats a log like this.
    @Test
    void zeroesARangeAsADiskDoes() throws IOException {
        Path image = LoopImage.blank(directory, "garbage", 16);
        byte[] garbage = new byte[1 << 20];
        new Random(1).nextBytes(garbage);
        LoopImage.overwrite(image, 0, garbage);
        try (LoopImage disk = LoopImage.attach(image);
                RehearsalSpace space = RehearsalSpace.of(disk.blockDevice(), LoopImage.RUNNER, LoopImage.RUNNER)) {
            String before = disk.sha256();
            String shown = space.image().toString();

            space.run(Command.of("fallocate", "--zero-range", "--offset", "65536", "--length", "262144", shown));
            Result compared =
                    space.run(Command.of("cmp", "--ignore-initial=65536:0", "--bytes=262144", shown, "/dev/zero")
                            .acceptingAny());

            assertThat(compared.exitCode()).as(compared.all()).isZero();
            assertThat(disk.sha256()).isEqualTo(before);
        }
    }
}
