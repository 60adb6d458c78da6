package io.github.rescuekit.diagnose;

import static io.github.rescuekit.diagnose.TestDevices.disk;
import static io.github.rescuekit.diagnose.TestDevices.machine;
import static io.github.rescuekit.diagnose.TestDevices.partition;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rescuekit.Fixture;
import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.Result;
import io.github.rescuekit.exec.Runner;
import io.github.rescuekit.exec.Tools;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.DeviceKind;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.MdArray;
import io.github.rescuekit.model.MountEntry;
import io.github.rescuekit.model.Progress;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.model.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckupTest {

    private static final BlockDevice DISK = disk("/dev/sdx");

    @ParameterizedTest
    @CsvSource({
        "ext4, dumpe2fs ext4-clean, e2fsck clean, HEALTHY",
        "ext4, dumpe2fs ext4-clean, e2fsck damaged, FAILED",
        "ext4, dumpe2fs ext4-dirty, e2fsck dirty, UNKNOWN",
        "ext4, dumpe2fs ext4-errors, e2fsck clean, SUSPECT",
        "ext4, dumpe2fs-refused no-superblock, e2fsck no-superblock, FAILED",
        "xfs, xfs_logprint clean, xfs_repair clean, HEALTHY",
        "xfs, xfs_logprint clean, xfs_repair damaged, FAILED",
        "xfs, xfs_logprint dirty, xfs_repair dirty, UNKNOWN",
        "xfs, xfs_logprint no-superblock, xfs_repair no-superblock, FAILED",
        "btrfs, btrfs-check clean, btrfs-super clean, HEALTHY",
        "btrfs, btrfs-check log, btrfs-super log, UNKNOWN",
        "btrfs, btrfs-check missing, btrfs-super missing, SUSPECT",
        "btrfs, btrfs-check damaged, btrfs-super clean, FAILED",
        "vfat, fsck.fat clean, fsck.fat clean, HEALTHY",
        "vfat, fsck.fat dirty, fsck.fat dirty, SUSPECT",
        "vfat, fsck.fat nothing, fsck.fat nothing, FAILED"
    })
    void judgesAFilesystem(String type, String first, String second, Verdict verdict) {
        CheckResult result = check(type, answering(first, second));

        assertThat(result.verdict()).isEqualTo(verdict);
        assertThat(result.callsForAction()).isEqualTo(verdict != Verdict.HEALTHY);
    }

    @Test
    void neverCallsADirtyJournalClean() {
        CheckResult result = check("ext4", answering("dumpe2fs ext4-dirty", "e2fsck dirty"));

        assertThat(result.summary()).contains("the journal is not replayed");
        assertThat(result.next()).contains("replay it and check: rescuekit fsck /dev/sdx1");
    }

    @Test
    void cannotTellWithoutTheTool() {
        CheckResult result = check("ext4", command -> {
            throw new RescueException(ExitCode.TOOL_FAILED, "dumpe2fs is not installed", "install it");
        });

        assertThat(result.verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(result.summary()).isEqualTo("dumpe2fs is not installed");
        assertThat(result.next()).contains("install it");
    }

    @Test
    void cannotTellFromAnotherVersionsOutput() {
        CheckResult result = check("ext4", command -> Result.of(0, "dumpe2fs 9: all is different now\n"));

        assertThat(result.verdict()).isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void tellsOfAPartitionTableThatContradictsItsDisk() {
        String damaged = "/dev/sdx has a damaged partition table: 3 of 4 partitions end beyond the end of the disk";
        BlockDevice disk = DISK.with(Optional.of("gpt"), Optional.empty(), Optional.empty());
        PartitionTableCheck check = new PartitionTableCheck();

        CheckResult result = check.run(machineThatKnowsNot(disk, damaged), disk, Progress.SILENT);

        assertThat(result.summary()).isEqualTo(damaged);
        assertThat(result.callsForAction()).isTrue();
        assertThat(check.applies(machineThatKnowsNot(disk, damaged), disk)).isTrue();
        assertThat(check.applies(machineThatKnowsNot(disk, "/dev/sdxy is another disk"), disk))
                .isFalse();
    }

    @Test
    void stopsWhenTheOperatorInterrupts() {
        Runner interrupted = command -> {
            throw new RescueException(ExitCode.INTERRUPTED, "interrupted", "start it again");
        };

        assertThatThrownBy(() -> check("ext4", interrupted)).isInstanceOf(RescueException.class);
    }

    @Test
    void findsAFilesystemWhoseFirstSuperblockIsGone() {
        BlockDevice blank = blank();
        Runner tools = command -> Fixture.of(
                        command.arguments().contains("superblock=32768")
                                ? "dumpe2fs/debian-12/backup"
                                : "dumpe2fs-refused/debian-12/wrong-place")
                .result();

        CheckResult result = last(machine(DISK, blank), blank, tools);

        assertThat(result.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(result.evidence()).contains("backup superblock at block 32768 (of 4096 bytes)");
    }

    @Test
    void doesNotTakeUnknownContentForEmpty() {
        BlockDevice blank = blank();

        CheckResult result = last(machine(DISK, blank), blank, withoutExtCopies("", 2));

        assertThat(result.verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(result.summary()).contains("empty, encrypted, or badly damaged");
    }

    @Test
    void findsAnXfsByTheCopyOfItsSuperblock() {
        BlockDevice blank = blank();
        Runner tools = withoutExtCopies(
                "ID_FS_UUID=afde5938-859b-46fa-a692-77e1244a8cc2\nID_FS_TYPE=xfs\nID_FS_USAGE=filesystem\n", 0);

        CheckResult result = last(machine(DISK, blank), blank, tools);

        assertThat(result.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(result.summary()).contains("an XFS filesystem");
        assertThat(result.evidence())
                .contains("UUID afde5938-859b-46fa-a692-77e1244a8cc2")
                .first()
                .asString()
                .startsWith("copy of the superblock at byte ");
    }

    private static Runner withoutExtCopies(String blkid, int code) {
        return command -> command.program().equals("blkid")
                ? new Result(code, blkid, "", Duration.ZERO, false)
                : Fixture.of("dumpe2fs-refused/debian-12/wrong-place").result();
    }

    @Test
    void neverLooksBehindTheSignatureOfAMember() {
        BlockDevice member = partition("/dev/sdx1", "/dev/sdx", "linux_raid_member");
        Runner none = command -> {
            throw new AssertionError(command.toString());
        };

        CheckResult result = last(machine(member), member, none);

        assertThat(result.verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(result.summary()).isEqualTo("it holds linux_raid_member, which has no check of its own");
        assertThat(result.callsForAction()).isFalse();
    }

    @Test
    void leavesTheRescueSystemsOwnDiskAlone() {
        BlockDevice root = partition("/dev/sdx1", "/dev/sdx", "ext4");
        Machine machine =
                new Machine(List.of(DISK, root), List.of(mounted(root, "/")), List.of(), List.of(), List.of());

        assertThat(checkup(answering("dumpe2fs ext4-clean", "e2fsck clean")).ofMachine(machine, Progress.SILENT))
                .isEmpty();
    }

    @Test
    void reportsAnArrayThatDoesNotRun() {
        MdArray stopped =
                new MdArray("/dev/md127", "inactive", Optional.empty(), List.of(), List.of(), Optional.empty());
        Machine machine = new Machine(List.of(), List.of(), List.of(), List.of(stopped), List.of());

        assertThat(checkup(answering("dumpe2fs ext4-clean", "e2fsck clean")).ofMachine(machine, Progress.SILENT))
                .extracting(CheckResult::verdict)
                .containsExactly(Verdict.FAILED);
    }

    @ParameterizedTest
    @CsvSource({"'', true, true, HEALTHY", "'', true, false, SUSPECT", "F, true, true, SUSPECT"})
    void judgesAnArray(String flags, boolean first, boolean second, Verdict verdict) {
        MdArray array = new MdArray(
                "/dev/md0",
                "active",
                Optional.of("raid1"),
                List.of(new MdArray.Member("/dev/sda1", 0, flags)),
                List.of(first, second),
                Optional.empty());

        assertThat(MdArrayCheck.judge(array).verdict()).isEqualTo(verdict);
    }

    @Test
    void tellsHowFarItIs() {
        StringBuilder heard = new StringBuilder();
        BlockDevice device = partition("/dev/sdx1", "/dev/sdx", "ext4");
        Runner tools = command -> {
            command.watcher().ifPresent(watcher -> watcher.accept("3 5 10 /dev/sdx1"));
            return answering("dumpe2fs ext4-clean", "e2fsck clean").run(command);
        };

        checkup(tools)
                .ofDevice(
                        machine(device),
                        device,
                        (what, fraction) -> heard.append(what).append(fraction));

        assertThat(heard).hasToString("e2fsck /dev/sdx1: pass 3 of 50.91");
    }

    private static CheckResult check(String type, Runner runner) {
        BlockDevice device = partition("/dev/sdx1", "/dev/sdx", type);
        return last(machine(device), device, runner);
    }

    private static CheckResult last(Machine machine, BlockDevice device, Runner runner) {
        List<CheckResult> results = checkup(runner).ofDevice(machine, device, Progress.SILENT);
        return results.get(results.size() - 1);
    }

    private static Checkup checkup(Runner runner) {
        return Checkup.within(Duration.ofSeconds(1), runner, new Tools(List.of()));
    }

    private static BlockDevice blank() {
        return TestDevices.device("/dev/sdx1", DeviceKind.PARTITION, List.of("/dev/sdx"), Optional.empty());
    }

    private static MountEntry mounted(BlockDevice device, String at) {
        return new MountEntry(1, 0, device.number(), "/", at, List.of("rw"), "ext4", device.path(), List.of("rw"));
    }

    /** Answers the first and the second tool from fixtures; btrfs is one program with two of them. */
    private static Runner answering(String first, String second) {
        return command -> fixture(isFirst(command) ? first : second).result();
    }

    private static boolean isFirst(Command command) {
        return List.of("dumpe2fs", "xfs_logprint", "fsck.fat").contains(command.program())
                || command.arguments().contains("check");
    }

    private static Fixture fixture(String name) {
        String[] words = name.split(" ", -1);
        return Fixture.of(words[0] + "/debian-12/" + words[1]);
    }

    private static Machine machineThatKnowsNot(BlockDevice disk, String unknown) {
        return new Machine(List.of(disk), List.of(), List.of(), List.of(), List.of(unknown));
    }
}
