package io.github.rescuekit.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.LoopImage;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.Progress;
import io.github.rescuekit.model.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckupIT {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({
        "ext2, clean, HEALTHY",
        "ext2, damaged, FAILED",
        "ext3, clean, HEALTHY",
        "ext3, dirty, UNKNOWN",
        "ext4, clean, HEALTHY",
        "ext4, dirty, UNKNOWN",
        "ext4, damaged, FAILED",
        "ext4, headless, FAILED",
        "xfs, headless, FAILED",
        "ext4, rootless, FAILED",
        "xfs, clean, HEALTHY",
        "xfs, dirty, UNKNOWN",
        "xfs, damaged, FAILED",
        "btrfs, clean, HEALTHY",
        "btrfs, dirty, UNKNOWN",
        "btrfs, damaged, FAILED",
        "vfat, clean, HEALTHY",
        "vfat, dirty, SUSPECT",
        "vfat, damaged, FAILED"
    })
    void tellsTheStateAndWritesNothing(String type, String state, Verdict verdict) throws IOException {
        try (LoopImage disk = LoopImage.attach(TestImages.of(directory, type, state))) {
            String before = disk.sha256();

            CheckResult result = check(disk);

            assertThat(result.verdict()).as(result.toString()).isEqualTo(verdict);
            assertThat(disk.sha256()).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @CsvSource({"ext4", "xfs", "btrfs"})
    void givesNoVerdictAboutAMountedFilesystem(String type) throws IOException {
        try (LoopImage disk = LoopImage.attach(TestImages.of(directory, type, "clean"))) {
            Path at = Files.createDirectory(directory.resolve("at"));
            LoopImage.run("mount", "-t", type, disk.device(), at.toString());
            try {
                CheckResult result = check(disk);

                assertThat(result.verdict()).isEqualTo(Verdict.UNKNOWN);
                assertThat(result.summary()).contains("mounted at " + at);
            } finally {
                LoopImage.unmount(at);
            }
        }
    }

    @Test
    void saysThatALoopDeviceKeepsNoSmartLog() throws IOException {
        try (LoopImage disk = LoopImage.attach(TestImages.of(directory, "ext4", "clean"))) {
            CheckResult smart = checks(disk).get(0);

            assertThat(smart.check()).isEqualTo("smart");
            assertThat(smart.verdict()).isEqualTo(Verdict.UNKNOWN);
            assertThat(smart.callsForAction()).isFalse();
        }
    }

    @Test
    void findsABtrfsWithAMissingDevice() throws IOException {
        Path first = LoopImage.blank(directory, "first", 200);
        Path second = LoopImage.blank(directory, "second", 200);
        try (LoopImage one = LoopImage.attach(first)) {
            try (LoopImage two = LoopImage.attach(second)) {
                LoopImage.run("mkfs.btrfs", "-q", "-d", "raid1", "-m", "raid1", one.device(), two.device());
            }
            assertThat(check(one).verdict()).isEqualTo(Verdict.SUSPECT);
        }
    }

    private static CheckResult check(LoopImage disk) {
        List<CheckResult> results = checks(disk);
        return results.get(results.size() - 1);
    }

    private static List<CheckResult> checks(LoopImage disk) {
        Machine machine = LoopImage.machine();
        BlockDevice device = machine.device(disk.device()).orElseThrow();
        return Checkup.within(LIMIT, LoopImage.RUNNER, LoopImage.TOOLS).ofDevice(machine, device, Progress.SILENT);
    }
}
