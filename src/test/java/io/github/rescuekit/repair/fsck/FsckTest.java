package io.github.rescuekit.repair.fsck;

import static io.github.rescuekit.diagnose.TestDevices.device;
import static io.github.rescuekit.diagnose.TestDevices.disk;
import static io.github.rescuekit.diagnose.TestDevices.partition;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rescuekit.Fixture;
import io.github.rescuekit.diagnose.Checkup;
import io.github.rescuekit.diagnose.TestDevices;
import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.Result;
import io.github.rescuekit.exec.Runner;
import io.github.rescuekit.exec.Starter;
import io.github.rescuekit.exec.Tools;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.DeviceKind;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.Filesystem;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.MdArray;
import io.github.rescuekit.model.MountEntry;
import io.github.rescuekit.model.Progress;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.model.SwapArea;
import io.github.rescuekit.model.Usage;
import io.github.rescuekit.session.DiskLocks;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FsckTest {

    private static final String PATH = "/dev/sdx1";
    // A disk that is locked must be there.
    private static final BlockDevice DISK = disk("/dev/null");
    private static final FsckOptions NO_UNDO = new FsckOptions(Optional.empty(), true, false, false);

    @TempDir
    private Path directory;

    private final List<String> started = new ArrayList<>();

    @Test
    void plansTheGentleRepairFirstAndTheOtherOnlyForWhatIsLeft() {
        FsckPlan plan = fsck(ext(), damagedExt()).plan(PATH, NO_UNDO, Progress.SILENT);

        assertThat(plan.steps())
                .extracting(FsckStep::summary)
                .containsExactly("e2fsck -f -p -C 1 /dev/sdx1", "e2fsck -f -y -C 1 /dev/sdx1");
        assertThat(plan.steps())
                .extracting(FsckStep::when)
                .containsExactly(FsckStep.When.ALWAYS, FsckStep.When.ERRORS_LEFT);
    }

    @Test
    void refusesWhatItCannotRehearseUnlessToldTo() {
        Fsck fsck = fsck(ext(), damagedExt());
        FsckPlan plan = fsck.plan(PATH, NO_UNDO, Progress.SILENT);

        assertThatThrownBy(() -> fsck.rehearse(plan, Progress.SILENT))
                .isInstanceOfSatisfying(RescueException.class, e -> {
                    assertThat(e.guard()).contains("no-rehearsal");
                    assertThat(e.happened()).contains("nbdkit is missing");
                    assertThat(e.next()).contains("--no-rehearsal");
                });
    }

    @Test
    void givesEachRunAnUndoLogOfItsOwn() {
        FsckOptions options = new FsckOptions(Optional.of(directory), false, false, false);
        FsckPlan plan = fsck(ext(), damagedExt()).plan(PATH, options, Progress.SILENT);
        Path undo = plan.undo().orElseThrow();

        assertThat(undo.getParent()).isEqualTo(directory);
        assertThat(plan.steps())
                .extracting(FsckStep::summary)
                .containsExactly(
                        "e2fsck -f -p -C 1 -z " + undo + "/1.e2undo /dev/sdx1",
                        "e2fsck -f -y -C 1 -z " + undo + "/2.e2undo /dev/sdx1");
    }

    @Test
    void startsFromABackupSuperblockThatItNames() {
        FsckPlan plan = fsck(blank(), headlessExt()).plan(PATH, NO_UNDO, Progress.SILENT);

        assertThat(plan.steps())
                .extracting(FsckStep::summary)
                .containsExactly("e2fsck -f -y -b 32768 -B 4096 -C 1 /dev/sdx1");
    }

    @Test
    void startsFromABackupWhenOnlyTheGroupDescriptorsAreDamaged() {
        Result look = Result.of(4, "e2fsck: Group descriptors look bad... trying backup blocks...\n");
        Runner described = command ->
                command.program().equals("e2fsck") ? look : backedUpExt().run(command);

        assertThat(fsck(ext(), described).plan(PATH, NO_UNDO, Progress.SILENT).steps())
                .extracting(FsckStep::summary)
                .containsExactly("e2fsck -f -y -b 32768 -B 4096 -C 1 /dev/sdx1");
    }

    // dumpe2fs then ends with 1: "Illegal inode number while reading journal inode".
    @Test
    void takesASuperblockForIntactWhenOnlyTheJournalInodeIsNot() {
        Runner journalless = command -> command.program().equals("dumpe2fs")
                ? Result.of(1, Fixture.of("dumpe2fs/debian-12/ext4-clean").stdout())
                : damagedExt().run(command);

        assertThat(fsck(ext(), journalless).plan(PATH, NO_UNDO, Progress.SILENT).steps())
                .extracting(FsckStep::summary)
                .containsExactly("e2fsck -f -p -C 1 /dev/sdx1", "e2fsck -f -y -C 1 /dev/sdx1");
    }

    @Test
    void refusesAFilesystemWhoseEndIsNotThere() {
        String larger = Fixture.of("dumpe2fs/debian-12/ext4-clean")
                .stdout()
                .replaceFirst("Block count: +\\d+", "Block count: 99999999999");
        Runner cutOff = command -> command.program().equals("dumpe2fs")
                ? Result.of(0, larger)
                : damagedExt().run(command);

        assertThatThrownBy(() -> fsck(ext(), cutOff).plan(PATH, NO_UNDO, Progress.SILENT))
                .satisfies(refusedBy("cut-off"));
    }

    @Test
    void hasNothingToDoOnAHealthyFilesystem() {
        Runner healthy = answering("dumpe2fs/debian-12/ext4-clean", "e2fsck/debian-12/clean");

        assertThat(fsck(ext(), healthy).plan(PATH, NO_UNDO, Progress.SILENT).steps())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0, NOTHING_FOUND",
        "1, REPAIRED",
        "2, REPAIRED",
        "3, REPAIRED",
        "4, ERRORS_LEFT",
        "5, ERRORS_LEFT",
        "8, NOT_DONE",
        "9, NOT_DONE",
        "12, NOT_DONE",
        "16, NOT_DONE",
        "32, NOT_DONE",
        "33, NOT_DONE",
        "64, NOT_DONE",
        "128, NOT_DONE",
        "137, NOT_DONE"
    })
    void readsHowE2fsckEnded(int code, StepReport.Outcome outcome) {
        ExtFamily family = new ExtFamily(command -> Result.of(0, ""), new UndoPlace(List.of()));
        FsckStep.RunTool step = new FsckStep.RunTool(
                List.of("e2fsck"), FsckStep.When.ALWAYS, "because", Optional.empty(), Optional.empty());

        assertThat(family.report(step, Result.of(code, "")).outcome()).isEqualTo(outcome);
    }

    @Test
    void neverSaysDoneWithoutACleanSecondLook() {
        Fsck fsck = fsck(ext(), damagedExt());

        FsckResult result = fsck.apply(fsck.plan(PATH, NO_UNDO, Progress.SILENT), Progress.SILENT);

        assertThat(result.isVerified()).isFalse();
        assertThat(started)
                .filteredOn(words -> words.startsWith("e2fsck"))
                .containsSubsequence("e2fsck -f -p -C 1 /dev/sdx1", "e2fsck -f -y -C 1 /dev/sdx1")
                .last()
                .isEqualTo("e2fsck -f -n -C 1 /dev/sdx1");
    }

    @Test
    void takesNoFurtherStepWhenOneCouldNotDoItsWork() {
        Runner busy = command -> command.arguments().contains("-p")
                ? Result.of(8, "/dev/sdx1 is in use.\ne2fsck: Cannot continue, aborting.\n")
                : damagedExt().run(command);
        Fsck fsck = fsck(ext(), busy);

        FsckResult result = fsck.apply(fsck.plan(PATH, NO_UNDO, Progress.SILENT), Progress.SILENT);

        assertThat(result.steps())
                .extracting(StepReport::meaning)
                .containsExactly("somebody else holds the device; nothing was changed");
    }

    @Test
    void namesTheWayBackWhenAStepBreaksOff() {
        FsckOptions options = new FsckOptions(Optional.of(directory), false, false, false);
        Runner breaking = command -> {
            if (command.arguments().contains("-p")) {
                throw new RescueException(ExitCode.INTERRUPTED, "'e2fsck' was interrupted", "start it again");
            }
            return damagedExt().run(command);
        };
        Fsck fsck = fsck(ext(), breaking);
        FsckPlan plan = fsck.plan(PATH, options, Progress.SILENT);

        assertThatThrownBy(() -> fsck.apply(plan, Progress.SILENT)).isInstanceOfSatisfying(RescueException.class, e -> {
            assertThat(e.exitCode()).isEqualTo(ExitCode.INTERRUPTED);
            assertThat(e.next())
                    .contains("rescuekit fsck /dev/sdx1 --undo " + plan.undo().orElseThrow());
        });
    }

    @Test
    void looksAtTheDeviceAgainBeforeItWrites() {
        List<Machine> machines = new ArrayList<>(List.of(ext(), mounted()));
        Fsck fsck = fsck(() -> machines.size() > 1 ? machines.remove(0) : machines.get(0), damagedExt());
        FsckPlan plan = fsck.plan(PATH, NO_UNDO, Progress.SILENT);

        assertThatThrownBy(() -> fsck.apply(plan, Progress.SILENT)).satisfies(refusedBy("rescue-disk"));
        assertThat(started).noneMatch(words -> words.contains(" -p ") || words.contains(" -y "));
    }

    @Test
    void refusesWithoutRoomForAnUndoCopyUnlessTold() {
        assertThatThrownBy(() -> fsck(ext(), damagedExt()).plan(PATH, FsckOptions.DEFAULT, Progress.SILENT))
                .satisfies(refusedBy("no-undo"));
    }

    @Test
    void refusesUnknownDevices() {
        assertThatThrownBy(() -> fsck(ext(), damagedExt()).plan("/dev/sdz", NO_UNDO, Progress.SILENT))
                .isInstanceOfSatisfying(
                        RescueException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"linux_raid_member", "LVM2_member", "zfs_member", "isw_raid_member", "bcache_member"})
    void refusesMembers(String type) {
        refuses("member", machine(partition(PATH, "/dev/null", type)));
    }

    @Test
    void refusesAMemberThatLooksLikeAFilesystem() {
        MdArray array = new MdArray(
                "/dev/md0",
                "active",
                Optional.of("raid1"),
                List.of(new MdArray.Member(PATH, 0, "")),
                List.of(true),
                Optional.empty());

        refuses("member", new Machine(ext().devices(), List.of(), List.of(), List.of(array), List.of()));
    }

    @Test
    void refusesWhatIsEncrypted() {
        refuses(
                "encrypted",
                machine(of(new Filesystem(
                        "crypto_LUKS", Usage.CRYPTO, Optional.empty(), Optional.empty(), Optional.empty()))));
    }

    @Test
    void refusesSwapAndEveryDiskOfAHibernatedSystem() {
        Filesystem swap = new Filesystem("swap", Usage.OTHER, Optional.empty(), Optional.empty(), Optional.empty());
        Filesystem suspended =
                new Filesystem("swsuspend", Usage.OTHER, Optional.empty(), Optional.empty(), Optional.empty());

        refuses("swap", machine(of(swap)));
        refuses(
                "hibernated",
                machine(
                        partition(PATH, "/dev/null", "ext4"),
                        device("/dev/sdy1", DeviceKind.PARTITION, List.of("/dev/sdy"), Optional.of(suspended))));
    }

    @Test
    void refusesTheDiskOfTheRescueSystem() {
        refuses("rescue-disk", mounted());
        refuses(
                "rescue-disk",
                new Machine(
                        mounted().devices(),
                        List.of(),
                        List.of(new SwapArea(PATH, Bytes.gib(1))),
                        List.of(),
                        List.of()));
    }

    @Test
    void refusesWhatHoldsOtherDevices() {
        refuses(
                "in-use",
                machine(
                        partition(PATH, "/dev/null", "ext4"),
                        device("/dev/mapper/x", DeviceKind.CRYPT, List.of(PATH), Optional.empty())));
    }

    @Test
    void refusesAFailingDisk() {
        Fixture smart = Fixture.of("smartctl/debian-12/ata-failing");
        Runner failing = command -> command.program().equals("smartctl")
                ? smart.result()
                : damagedExt().run(command);
        Fsck fsck = fsck(machine(DISK, partition(PATH, "/dev/null", "ext4")), failing);

        assertThatThrownBy(() -> fsck.plan(PATH, NO_UNDO, Progress.SILENT)).satisfies(refusedBy("failing-disk"));
    }

    @Test
    void refusesADiskThatCannotBeRead() {
        Runner unreadable = command -> command.program().equals("e2fsck")
                ? Result.of(12, "Error reading block 131 (Input/output error).  Ignore error? no\n")
                : damagedExt().run(command);

        assertThatThrownBy(() -> fsck(ext(), unreadable).plan(PATH, NO_UNDO, Progress.SILENT))
                .satisfies(refusedBy("failing-disk"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ntfs", "zfs", "iso9660", "crypto"})
    void refusesWhatItDoesNotKnow(String type) {
        refuses("unknown-type", machine(partition(PATH, "/dev/null", type)));
    }

    private void refuses(String guard, Machine machine) {
        assertThatThrownBy(() -> fsck(machine, damagedExt()).plan(PATH, NO_UNDO, Progress.SILENT))
                .satisfies(refusedBy(guard));
        assertThat(started).noneMatch(words -> words.contains(" -p ") || words.contains(" -y "));
    }

    private static Consumer<Throwable> refusedBy(String guard) {
        return thrown -> assertThat(((RescueException) thrown).guard()).contains(guard);
    }

    private static Machine machine(BlockDevice... devices) {
        return TestDevices.machine(devices);
    }

    private static Machine ext() {
        return machine(partition(PATH, "/dev/null", "ext4"));
    }

    private static Machine blank() {
        return machine(device(PATH, DeviceKind.PARTITION, List.of("/dev/null"), Optional.empty()));
    }

    private static Machine mounted() {
        BlockDevice root = partition(PATH, "/dev/null", "ext4");
        MountEntry mount = new MountEntry(1, 0, root.number(), "/", "/", List.of("rw"), "ext4", PATH, List.of("rw"));
        return new Machine(List.of(DISK, root), List.of(mount), List.of(), List.of(), List.of());
    }

    private static BlockDevice of(Filesystem content) {
        return device(PATH, DeviceKind.PARTITION, List.of("/dev/null"), Optional.of(content));
    }

    private static Runner damagedExt() {
        return command -> command.arguments().contains("-p")
                ? Fixture.of("e2fsck/debian-12/serious-preen").result()
                : answering("dumpe2fs/debian-12/ext4-clean", "e2fsck/debian-12/damaged")
                        .run(command);
    }

    private static Runner headlessExt() {
        return command ->
                command.program().equals("dumpe2fs") && !command.arguments().contains("superblock=32768")
                        ? Fixture.of("dumpe2fs-refused/debian-12/no-superblock").result()
                        : Fixture.of("dumpe2fs/debian-12/backup").result();
    }

    private static Runner backedUpExt() {
        return command -> Fixture.of("dumpe2fs/debian-12/backup").result();
    }

    private static Runner answering(String dumpe2fs, String e2fsck) {
        return command -> Fixture.of(command.program().equals("dumpe2fs") ? dumpe2fs : e2fsck)
                .result();
    }

    private Fsck fsck(Machine machine, Runner runner) {
        return fsck(() -> machine, runner);
    }

    private Fsck fsck(Supplier<Machine> look, Runner runner) {
        Runner noting = command -> {
            started.add(command.toString());
            return runner.run(command);
        };
        return new Fsck(
                new Fsck.Parts(
                        noting,
                        Tools.OF_THIS_SYSTEM,
                        look,
                        Checkup.within(Duration.ofSeconds(1), noting, Tools.OF_THIS_SYSTEM),
                        device -> {},
                        device -> {
                            throw RescueException.usage("nbdkit is missing", "install nbdkit");
                        },
                        new DiskLocks(new Lock(), directory.resolve("locks"), "the test")),
                List.of());
    }

    /** Locks whatever it is asked to. */
    private static final class Lock implements Starter, Starter.Companion {

        @Override
        public Companion start(Command command) {
            return this;
        }

        @Override
        public long pid() {
            return 1;
        }

        @Override
        public boolean isAlive() {
            return true;
        }

        @Override
        public String ask(String line) {
            return line;
        }

        @Override
        public int exitCode() {
            return 0;
        }

        @Override
        public void close() {}
    }
}
