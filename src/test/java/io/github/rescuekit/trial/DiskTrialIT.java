package io.github.rescuekit.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.LoopImage;
import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.Progress;
import io.github.rescuekit.model.Verdict;
import io.github.rescuekit.probe.ErrorCounterProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real dd and badblocks on loop devices. */
class DiskTrialIT {

    private static final DiskTrial.Order SAMPLE = new DiskTrial.Order(Duration.ofMinutes(1), false);
    private static final DiskTrial.Order WHOLE = new DiskTrial.Order(Duration.ofMinutes(1), true);
    private static final int MEBIBYTES = 150;

    @TempDir
    private Path directory;

    @Test
    void readsEverythingAndWritesNothing() throws IOException {
        try (LoopImage disk = LoopImage.attach(image())) {
            String before = disk.sha256();

            TrialResult result = run(disk, SAMPLE);

            assertThat(result.verdict()).as(result.toString()).isEqualTo(Verdict.HEALTHY);
            assertThat(value(result, "readBytes"))
                    .isEqualTo(Bytes.mib(MEBIBYTES).count());
            assertThat(value(result, "sequentialBytesPerSecond")).isPositive();
            assertThat(value(result, "randomReadMedianMicroseconds")).isPositive();
            assertThat(disk.sha256()).isEqualTo(before);
        }
    }

    // A loop device does not notice that its file became shorter: what is missing cannot be read.
    @Test
    void namesTheSectorsThatCannotBeRead() throws IOException {
        Path image = image();
        try (LoopImage disk = LoopImage.attach(image)) {
            LoopImage.run("truncate", "--size=140M", image.toString());
            String before = disk.sha256();

            TrialResult result = run(disk, WHOLE);

            assertThat(result.verdict()).as(result.toString()).isEqualTo(Verdict.FAILED);
            assertThat(result.evidence())
                    .anyMatch(line -> line.startsWith("cannot be read: sectors " + 140 * 2048 + " to "))
                    .anyMatch(line ->
                            line.contains("I/O error, dev " + disk.device().substring("/dev/".length())));
            assertThat(disk.sha256()).isEqualTo(before);
        }
    }

    private Path image() throws IOException {
        Path image = LoopImage.blank(directory, "disk", MEBIBYTES);
        byte[] noise = new byte[1 << 20];
        new Random(1).nextBytes(noise);
        for (int n = 0; n < MEBIBYTES; n++) {
            LoopImage.overwrite(image, (long) n << 20, noise);
        }
        assertThat(Files.size(image)).isEqualTo(Bytes.mib(MEBIBYTES).count());
        return image;
    }

    private static TrialResult run(LoopImage disk, DiskTrial.Order order) {
        Machine machine = LoopImage.machine();
        Instruments instruments = new Instruments(
                new ErrorCounterProbe(LoopImage.RUNNER)::look, List::of, () -> Bytes.ZERO, () -> Bytes.ZERO, () -> 2);
        return new Trials(LoopImage.RUNNER, LoopImage.TOOLS, instruments)
                .disk()
                .run(machine, machine.device(disk.device()).orElseThrow(), order, Progress.SILENT);
    }

    private static long value(TrialResult result, String key) {
        return result.figures().stream()
                .filter(figure -> figure.key().equals(key))
                .findFirst()
                .orElseThrow()
                .value()
                .longValue();
    }
}
