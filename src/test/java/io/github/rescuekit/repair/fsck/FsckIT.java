package io.github.rescuekit.repair.fsck;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rescuekit.DyingDisk;
import io.github.rescuekit.LoopImage;
import io.github.rescuekit.diagnose.Checkup;
import io.github.rescuekit.diagnose.TestImages;
import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.Tools;
import io.github.rescuekit.model.Progress;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.mount.JournalReplay;
import io.github.rescuekit.mount.RehearsalSpace;
import io.github.rescuekit.session.DiskLocks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FsckIT {

    private static final FsckOptions BTRFS_REPAIR = new FsckOptions(Optional.empty(), false, false, true);

    @TempDir
    private Path directory;

    @AfterEach
    void nothingIsLeftMounted() throws IOException {
        assertThat(mounts()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "ext2, damaged",
        "ext3, dirty",
        "ext4, dirty",
        "ext4, damaged",
        "ext4, rootless",
        "ext4, headless",
        "ext4, journalless",
        "ext4, undescribed",
        "ext4, beheaded",
        "ext4, illegible",
        "xfs, dirty",
        "xfs, headless",
        "xfs, headless-dirty",
        "xfs, damaged",
        "btrfs, dirty",
        "vfat, dirty",
        "vfat, damaged"
    })
    void repairsVerifiesAndUndoesToIdenticalBytes(String type, String state) throws IOException {
        try (LoopImage disk = LoopImage.attach(TestImages.of(directory, type, state))) {
            String before = disk.sha256();
            FsckPlan plan = plan(disk, FsckOptions.DEFAULT);
            assertThat(plan.steps()).isNotEmpty();
            assertThat(disk.sha256()).as("a plan only looks").isEqualTo(before);

            FsckResult result = fsck().apply(plan, Progress.SILENT);

            assertThat(result.isVerified()).as(result.toString()).isTrue();
            assertThat(disk.sha256()).isNotEqualTo(before);
            assertThat(fsck().plan(disk.device(), FsckOptions.DEFAULT, Progress.SILENT)
                            .steps())
                    .as("the second time there is nothing to do")
                    .isEmpty();

            fsck().undo(disk.device(), plan.undo().orElseThrow(), Progress.SILENT);
            assertThat(disk.sha256()).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ext4, dirty, 0, 0",
        "ext4, damaged, 1, 0",
        "ext4, illegible, 1, 40",
        "ext4, headless, 0, 0",
        "ext4, undescribed, 0, 0",
        "ext4, beheaded, 0, 0",
        "xfs, dirty, 0, 0",
        "xfs, damaged, 0, 0",
        "btrfs, dirty, 0, 0"
    })
    void rehearsesWithoutTouchingTheDiskAndForetellsTheFiles(String type, String state, int lost, int found)
            throws IOException {
        try (LoopImage disk = LoopImage.attach(TestImages.of(directory, type, state))) {
            String before = disk.sha256();
            FsckPlan plan = plan(disk, FsckOptions.DEFAULT);

            FileChanges foretold = fsck().rehearse(plan, Progress.SILENT).changes();

            assertThat(disk.sha256()).isEqualTo(before);
            assertThat(foretold.notCompared()).isEmpty();
            assertThat(foretold.lost()).as(foretold.toString()).hasSize(lost);
            assertThat(foretold.found()).hasSize(found);
            fsck().apply(plan, Progress.SILENT);
            assertThat(files(disk.image(), type)).isEqualTo(foretold.after());
        }
    }

    @Test
    void cannotTellWhatBecomesOfFilesThatCannotBeSeenBefore() throws IOException {
        try (LoopImage disk = LoopImage.attach(TestImages.of(directory, "ext4", "rootless"))) {
            Rehearsed rehearsed = fsck().rehearse(plan(disk, FsckOptions.DEFAULT), Progress.SILENT);

            assertThat(rehearsed.changes().notCompared()).isPresent();
            assertThat(rehearsed.losesNothing()).isFalse();
        }
    }

    private static int files(Path image, String type) throws IOException {
        int[] count = new int[1];
        LoopImage.mounted(image, type, root -> {
            try (Stream<Path> files = Files.walk(root)) {
                count[0] = (int) files.filter(it -> !Files.isDirectory(it)).count();
            }
        });
        return count[0];
    }

    @ParameterizedTest
    @CsvSource({"ext4", "xfs", "btrfs", "vfat"})
    void leavesAHealthyFilesystemAlone(String type) throws IOException {
        try (LoopImage disk = LoopImage.attach(TestImages.of(directory, type, "clean"))) {
            String before = disk.sha256();

            assertThat(plan(disk, FsckOptions.DEFAULT).steps()).isEmpty();
            assertThat(disk.sha256()).isEqualTo(before);
        }
    }

    @Test
    void keepsFilesOfADirtyFilesystem() throws IOException {
        try (LoopImage disk = LoopImage.attach(TestImages.of(directory, "xfs", "dirty"))) {
            fsck().apply(plan(disk, FsckOptions.DEFAULT), Progress.SILENT);
            LoopImage.mounted(
                    disk.image(),
                    "xfs",
                    root -> assertThat(root.resolve("late0/last")).hasBinaryContent(new byte[100]));
        }
    }

    @Test
    void saysOfTheRehearsalWhatItWouldSayOfTheDevice() throws IOException {
        try (LoopImage disk = LoopImage.attach(TestImages.of(directory, "ext4", "damaged"))) {
            FsckPlan plan = plan(disk, FsckOptions.DEFAULT);

            List<StepReport> foretold = fsck().rehearse(plan, Progress.SILENT).steps();

            assertThat(foretold).isEqualTo(fsck().apply(plan, Progress.SILENT).steps());
        }
    }

    @Test
    void refusesAFilesystemWhoseEndIsNotThere() throws IOException {
        Path image = TestImages.of(directory, "ext4", "dirty");
        LoopImage.run("truncate", "--size=250M", image.toString());
        try (LoopImage disk = LoopImage.attach(image)) {
            assertThatThrownBy(() -> plan(disk, FsckOptions.DEFAULT)).satisfies(refusedBy("cut-off"));
        }
    }

    @Test
    void leavesTheRepairOfBtrfsToTheOperator() throws IOException {
        try (LoopImage disk = LoopImage.attach(TestImages.of(directory, "btrfs", "damaged"))) {
            String before = disk.sha256();

            assertThatThrownBy(() -> plan(disk, FsckOptions.DEFAULT)).satisfies(refusedBy("btrfs-repair"));

            assertThat(disk.sha256()).isEqualTo(before);
            assertThat(plan(disk, BTRFS_REPAIR).steps())
                    .anyMatch(step -> step.summary().equals("btrfs check --repair " + disk.device()));
        }
    }

    @Test
    void throwsAnXfsLogAwayOnlyWhenToldToAndOnlyWhenItCannotBeReplayed() throws IOException {
        LogReplay broken = device -> {
            throw RescueException.usage("the kernel refused", "see dmesg");
        };
        FsckOptions discard = new FsckOptions(Optional.empty(), false, true, false);
        try (LoopImage disk = LoopImage.attach(TestImages.of(directory, "xfs", "dirty"))) {
            String before = disk.sha256();
            Fsck fsck = fsck(broken, LoopImage.TOOLS);

            FsckResult refused = fsck.apply(plan(disk, FsckOptions.DEFAULT), Progress.SILENT);
            assertThat(refused.isVerified()).isFalse();
            assertThat(disk.sha256()).isEqualTo(before);

            FsckResult done = fsck.apply(plan(disk, discard), Progress.SILENT);
            assertThat(done.steps())
                    .extracting(step -> step.step().summary())
                    .contains("xfs_repair -e -L " + disk.device());
            assertThat(done.isVerified()).as(done.toString()).isTrue();
        }
    }

    @Test
    void refusesWhatIsMounted() throws IOException {
        try (LoopImage disk = LoopImage.attach(TestImages.of(directory, "ext4", "clean"))) {
            Path at = Files.createDirectory(directory.resolve("at"));
            LoopImage.run("mount", disk.device(), at.toString());
            try {
                assertThatThrownBy(() -> plan(disk, FsckOptions.DEFAULT)).satisfies(refusedBy("mounted"));
            } finally {
                LoopImage.unmount(at);
            }
        }
    }

    @Test
    void refusesWhatOnlyAnotherNamespaceHasMounted() throws IOException {
        Path at = Files.createDirectory(directory.resolve("at"));
        try (LoopImage disk = LoopImage.attach(TestImages.of(directory, "ext4", "clean"));
                var namespace = LoopImage.RUNNER.start(Command.of(
                        "unshare",
                        "--mount",
                        "sh",
                        "-c",
                        "mount \"$1\" \"$2\" && exec cat",
                        "sh",
                        disk.device(),
                        at.toString()))) {
            assertThat(namespace.ask("there")).isEqualTo("there");

            assertThatThrownBy(() -> plan(disk, FsckOptions.DEFAULT))
                    .satisfies(refusedBy("mounted"))
                    .hasMessageContaining("in the mount namespace of process");
        }
    }

    @Test
    void refusesWhatIsTheFileOfALoopDevice() throws IOException {
        try (LoopImage disk = LoopImage.attach(TestImages.of(directory, "ext4", "damaged"))) {
            String above =
                    LoopImage.run("losetup", "--find", "--show", disk.device()).strip();
            try {
                assertThatThrownBy(() -> plan(disk, FsckOptions.DEFAULT)).satisfies(refusedBy("in-use"));
            } finally {
                LoopImage.run("losetup", "--detach", above);
            }
        }
    }

    @Test
    void refusesAReadOnlyDevice() throws IOException {
        try (LoopImage disk = LoopImage.attach(TestImages.of(directory, "ext4", "damaged"), "--read-only")) {
            assertThatThrownBy(() -> plan(disk, FsckOptions.DEFAULT)).satisfies(refusedBy("read-only-device"));
        }
    }

    @ParameterizedTest
    @CsvSource({"ext4", "xfs"})
    void refusesADiskWithABadSector(String type) throws IOException {
        Path image = TestImages.of(directory, type, "damaged");
        String before = LoopImage.sha256(image);
        long at = type.equals("xfs") ? secondGroup(image) : inodeTable(image);
        try (DyingDisk disk = DyingDisk.withBadSector(image, at)) {
            assertThatThrownBy(() -> fsck().plan(disk.device(), FsckOptions.DEFAULT, Progress.SILENT))
                    .satisfies(refusedBy("failing-disk"))
                    .hasMessageContaining("cannot be read");
        }
        assertThat(LoopImage.sha256(image)).isEqualTo(before);
    }

    private static long inodeTable(Path image) {
        return number(LoopImage.run("debugfs", "-R", "imap <2>", image.toString()), "located at block (\\d+)") * 4096;
    }

    private static long secondGroup(Path image) {
        return number(LoopImage.run("xfs_db", "-r", "-c", "sb 0", "-c", "print agblocks", image.toString()), "= (\\d+)")
                * 4096;
    }

    private static long number(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as(text).isTrue();
        return Long.parseLong(matcher.group(1));
    }

    @ParameterizedTest
    @CsvSource({"ext4", "xfs", "vfat"})
    void neverCallsARepairDoneThatTheDiskDidNotTake(String type) throws IOException {
        Path image = TestImages.of(directory, type, "damaged");
        String before = LoopImage.sha256(image);
        try (DyingDisk disk = DyingDisk.unwritable(image)) {
            FsckPlan plan = fsck().plan(
                            disk.device(),
                            new FsckOptions(
                                    Optional.of(Files.createDirectory(directory.resolve("undo"))), false, false, false),
                            Progress.SILENT);

            FsckResult result = fsck().apply(plan, Progress.SILENT);

            assertThat(result.isVerified()).as(result.toString()).isFalse();
        }
        assertThat(LoopImage.sha256(image)).isEqualTo(before);
    }

    @Test
    void refusesSwapAndNamesASuspendedSystem() throws IOException {
        Path image = LoopImage.blank(directory, "swap", 20);
        LoopImage.run("mkswap", image.toString());
        try (LoopImage disk = LoopImage.attach(image)) {
            assertThatThrownBy(() -> plan(disk, FsckOptions.DEFAULT)).satisfies(refusedBy("swap"));
        }
        LoopImage.overwrite(image, 4086, "S1SUSPEND\0".getBytes(US_ASCII));
        try (LoopImage suspended = LoopImage.attach(image);
                LoopImage disk = LoopImage.attach(TestImages.of(directory, "ext4", "damaged"))) {
            assertThat(suspended.device()).isNotEqualTo(disk.device());
            assertThatThrownBy(() -> plan(disk, FsckOptions.DEFAULT)).satisfies(refusedBy("hibernated"));
        }
    }

    @Test
    void refusesMembersAndUnknownContent() throws IOException {
        Path member = LoopImage.blank(directory, "member", 40);
        LoopImage.overwrite(member, 4096, TestImages.mdSuperblock());
        try (LoopImage disk = LoopImage.attach(member)) {
            assertThatThrownBy(() -> plan(disk, FsckOptions.DEFAULT)).satisfies(refusedBy("member"));
        }
        try (LoopImage disk = LoopImage.attach(LoopImage.blank(directory, "blank", 40))) {
            assertThatThrownBy(() -> plan(disk, FsckOptions.DEFAULT)).satisfies(refusedBy("unknown-type"));
        }
    }

    @Test
    void refusesWithoutTheTool() throws IOException {
        try (LoopImage disk = LoopImage.attach(TestImages.of(directory, "ext4", "damaged"))) {
            Fsck without = fsck(device -> {}, new Tools(List.of("/nowhere")));

            assertThatThrownBy(() -> without.plan(disk.device(), FsckOptions.DEFAULT, Progress.SILENT))
                    .satisfies(refusedBy("missing-tool"));
        }
    }

    @Test
    void refusesToUndoOnAnotherDevice() throws IOException {
        try (LoopImage disk = LoopImage.attach(TestImages.of(directory, "ext4", "damaged"));
                LoopImage other = LoopImage.attach(LoopImage.formatted(directory, "ext3", 50))) {
            FsckPlan plan = plan(disk, FsckOptions.DEFAULT);
            fsck().apply(plan, Progress.SILENT);
            String before = other.sha256();

            assertThatThrownBy(() -> fsck().undo(other.device(), plan.undo().orElseThrow(), Progress.SILENT))
                    .satisfies(refusedBy("other-device"));
            assertThat(other.sha256()).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @CsvSource({"ext4, 1.e2undo", "xfs, image"})
    void refusesASpoiltWayBack(String type, String copy) throws IOException {
        try (LoopImage disk = LoopImage.attach(TestImages.of(directory, type, "damaged"))) {
            FsckPlan plan = plan(disk, FsckOptions.DEFAULT);
            fsck().apply(plan, Progress.SILENT);
            String after = disk.sha256();
            Path undo = plan.undo().orElseThrow();
            LoopImage.overwrite(undo.resolve(copy), Files.size(undo.resolve(copy)) / 2, new byte[] {7});

            assertThatThrownBy(() -> fsck().undo(disk.device(), undo, Progress.SILENT))
                    .satisfies(refusedBy("spoilt-undo"));
            assertThat(disk.sha256()).isEqualTo(after);
        }
    }

    @Test
    void refusesAnImageThatWasNeverCompleted() throws IOException {
        try (LoopImage disk = LoopImage.attach(TestImages.of(directory, "xfs", "damaged"))) {
            FsckPlan plan = plan(disk, FsckOptions.DEFAULT);
            fsck().apply(plan, Progress.SILENT);
            Files.delete(plan.undo().orElseThrow().resolve("undo.sha256"));

            assertThatThrownBy(() -> fsck().undo(disk.device(), plan.undo().orElseThrow(), Progress.SILENT))
                    .satisfies(refusedBy("incomplete-undo"));
        }
    }

    @Test
    void tellsHowFarItIs() throws IOException {
        try (LoopImage disk = LoopImage.attach(TestImages.of(directory, "ext4", "damaged"))) {
            FsckPlan plan = plan(disk, FsckOptions.DEFAULT);
            StringBuilder heard = new StringBuilder();

            fsck().apply(plan, (what, fraction) -> heard.append(what).append('\n'));

            assertThat(heard.toString()).contains("e2fsck: pass 1 of 5", "e2fsck: pass 5 of 5");
        }
    }

    private FsckPlan plan(LoopImage disk, FsckOptions options) {
        return fsck().plan(disk.device(), options, Progress.SILENT);
    }

    private Fsck fsck() {
        return fsck(new JournalReplay(LoopImage.RUNNER, LoopImage.RUNNER)::replay, LoopImage.TOOLS);
    }

    private Fsck fsck(LogReplay replay, Tools tools) {
        return new Fsck(
                new Fsck.Parts(
                        LoopImage.RUNNER,
                        tools,
                        LoopImage::machine,
                        Checkup.within(Duration.ofMinutes(2), LoopImage.RUNNER, LoopImage.TOOLS),
                        replay,
                        device -> RehearsalSpace.of(device, LoopImage.RUNNER, LoopImage.RUNNER),
                        new DiskLocks(LoopImage.RUNNER, directory.resolve("locks"), "the test")),
                List.of(directory.resolve("undo")));
    }

    private static Consumer<Throwable> refusedBy(String guard) {
        return thrown -> assertThat(((RescueException) thrown).guard()).contains(guard);
    }

    private List<String> mounts() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/mounts"))) {
            return lines.filter(line -> line.contains(directory.toString())).toList();
        }
    }
}
