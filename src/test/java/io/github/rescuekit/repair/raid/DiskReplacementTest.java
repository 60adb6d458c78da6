package io.github.rescuekit.repair.raid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rescuekit.Fixture;
import io.github.rescuekit.diagnose.Checkup;
import io.github.rescuekit.diagnose.raid.RaidArray;
import io.github.rescuekit.diagnose.raid.RaidMember;
import io.github.rescuekit.diagnose.raid.RaidMember.Part;
import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.Result;
import io.github.rescuekit.exec.Starter;
import io.github.rescuekit.exec.Tools;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.BlockDevice.Hardware;
import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.DeviceKind;
import io.github.rescuekit.model.DeviceNumber;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.Filesystem;
import io.github.rescuekit.model.Fstab;
import io.github.rescuekit.model.FstabEntry;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.MdArray;
import io.github.rescuekit.model.MdMember;
import io.github.rescuekit.model.MdState;
import io.github.rescuekit.model.MdTrace;
import io.github.rescuekit.model.MountEntry;
import io.github.rescuekit.model.PartitionEntry;
import io.github.rescuekit.model.Progress;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.model.Usage;
import io.github.rescuekit.session.DiskLocks;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The partitions are those of a recorded table: boot area, EFI system partition, member, swap. */
class DiskReplacementTest {

    private static final String UUID = "8961ae77:617e81fa:5ad58c54:e78a46ad";
    private static final String SWAP = "fddc17bb-7331-4d33-b40e-fa2cd8d4aeb9";
    private static final String LOST_SWAP = "5a5a0000-0009-4000-8000-000000000000";
    private static final String TABLE = recorded("sfdisk-dump/debian-12/gpt-not-in-disk-order");
    private static final String BITMAP = recorded("mdadm-examine-bitmap/debian-12/lost-a-member");

    @TempDir
    private Path directory;

    private String sda = "";
    private String sdb = "";
    private final List<String> started = new ArrayList<>();
    private final Map<String, Result> answers = new HashMap<>();
    private final List<BlockDevice> more = new ArrayList<>();
    private final List<FstabEntry> fstab = new ArrayList<>();
    private final List<RaidMember> leftOut = new ArrayList<>();
    private final Map<String, String> made = new HashMap<>();
    private String arrayState = "active";
    private String slots = "A.";
    private long events = 42;
    private Optional<String> activity = Optional.empty();
    private boolean isOpen = true;
    private boolean hasBitmap;
    private boolean isReadOnly;
    private Optional<Filesystem> content = Optional.empty();
    private Optional<String> tableOfNew = Optional.empty();
    private Bytes size = Bytes.mib(320);
    private boolean isWritten;
    private boolean isIn;
    private boolean staysSpare;
    private String runsFrom = "";

    @BeforeEach
    void makeDisks() throws IOException {
        sda = Files.createFile(directory.resolve("sda")).toString();
        sdb = Files.createFile(directory.resolve("sdb")).toString();
        put(size.count() - 1, 0);
    }

    @Test
    void plansTableContentsAndMembers() {
        fstab("UUID=" + SWAP, "swap");
        fstab("UUID=" + LOST_SWAP, "swap");
        fstab("UUID=1AB0-0002", "vfat");
        arrayState = "read-only";

        ReplacePlan plan = plan();

        assertThat(plan.steps())
                .extracting(ReplaceStep::summary)
                .containsExactly(
                        "write the partition table of " + sda + " to " + sdb + ", with new identifiers (sfdisk)",
                        "mkfs.vfat -F 16 -n ESP -i 1AB00002 " + sdb + "2",
                        "mkswap --label swap-a --uuid " + LOST_SWAP + " " + sdb + "4",
                        "mdadm --readwrite /dev/md0",
                        "mdadm /dev/md0 --add " + sdb + "3");
        assertThat(plan.steps().get(0))
                .isInstanceOfSatisfying(
                        ReplaceStep.CopyTable.class,
                        step -> assertThat(step.script().text(number -> "/dev/sdb" + number))
                                .isEqualTo("""
                        label: gpt
                        unit: sectors
                        first-lba: 2048
                        sector-size: 512

                        /dev/sdb1 : start=2048, size=2048, type=21686148-6449-6E6F-744E-656564454649, name="BIOS boot"
                        /dev/sdb2 : start=4096, size=131072, type=C12A7328-F81F-11D2-BA4B-00A0C93EC93B, name="EFI System Partition", attrs="RequiredPartition"
                        /dev/sdb3 : start=266240, size=196608, type=A19D880F-05FC-4D3B-A006-743F0F84911E
                        /dev/sdb4 : start=135168, size=131072, type=0657FD6D-A4AB-43C4-84E5-0933C84B4F4F
                        """));
        assertThat(plan.from().orElseThrow().path()).isEqualTo(sda);
        assertThat(plan.warnings()).isEmpty();
        assertThat(started).noneMatch(it -> it.startsWith("mdadm") || it.startsWith("mk") || it.contains("--wipe"));
    }

    @Test
    void givesNewIdentifiersWhereFstabNamesNoneThatIsLost() {
        fstab("UUID=" + SWAP, "swap");

        assertThat(plan().only(ReplaceStep.Format.class))
                .extracting(ReplaceStep::summary)
                .containsExactly("mkfs.vfat -F 16 -n ESP " + sdb + "2", "mkswap --label swap-a " + sdb + "4");
    }

    @Test
    void givesPartitionsThePartUuidByWhichFstabNamesTheLostOnes() {
        fstab("PARTUUID=" + LOST_SWAP, "swap");
        fstab("/dev/disk/by-partuuid/1AB00000-0000-4000-8000-0000000000ef", "vfat");
        fstab("PARTUUID=../../x", "vfat");

        assertThat(plan().only(ReplaceStep.CopyTable.class)).singleElement().satisfies(it -> {
            assertThat(it.script().text(number -> "/dev/sdb" + number))
                    .contains("attrs=\"RequiredPartition\", uuid=1AB00000-0000-4000-8000-0000000000ef\n")
                    .contains("type=0657FD6D-A4AB-43C4-84E5-0933C84B4F4F, uuid=" + LOST_SWAP + "\n")
                    .doesNotContain("..");
            assertThat(it.why()).contains("by PARTUUID, and they get it again: ", LOST_SWAP);
        });
    }

    @Test
    void neverTakesAForeignWordForAnIdentifier() {
        fstab("UUID=--version", "swap");
        fstab("UUID=../../x", "vfat");

        assertThat(plan().only(ReplaceStep.Format.class))
                .noneMatch(it -> it.summary().contains("--version")
                        || it.summary().contains("..")
                        || it.summary().contains("uuid"));
    }

    @Test
    void saysWhatStaysEmpty() {
        more.add(partition(sda, 5, filesystem("ext4", "data-of-sda", "data")));

        assertThat(plan().warnings())
                .anyMatch(it -> it.startsWith(sdb + "5 stays empty: " + sda + "5 holds ext4 'data'"));
    }

    @Test
    void saysWhenTheDiskIsNotBlank() throws IOException {
        // Pieces of 4 KiB are read from a thousand places.
        long at = size.count() / 1024 * 512 + 5;
        put(at, 1);

        assertThat(plan().warnings()).singleElement().asString().contains("is not blank: at byte " + at);
    }

    @Test
    void saysThatTheModelFailsAsWell() {
        answers.put(
                "smartctl -j -x " + sda,
                Fixture.of("smartctl/debian-12/ata-failing").result());

        assertThat(plan().warnings()).anyMatch(it -> it.contains("the healthy disk fails as well"));
    }

    @Test
    void refusesADiskThatFails() {
        answers.put(
                "smartctl -j -x " + sdb,
                Fixture.of("smartctl/debian-12/ata-failing").result());

        refuses("failing-disk");
    }

    @Test
    void refusesAFilesystemAndNamesWhatForgetsIt() {
        content = Optional.of(filesystem("ext4", "u", "mine"));

        assertThatThrownBy(this::plan).isInstanceOfSatisfying(RescueException.class, e -> {
            assertThat(e.guard()).contains("not-empty");
            assertThat(e.happened()).contains(sdb + ", 320.0 MiB", "ext4 'mine'");
            assertThat(e.next()).contains("'wipefs --all " + sdb + "'");
        });
    }

    @Test
    void refusesAPartitionTableAndNamesItsPartitionsFirst() {
        tableOfNew = Optional.of("gpt");
        more.add(partition(sdb, 1, filesystem("crypto_LUKS", "u", "")));

        assertThatThrownBy(this::plan).isInstanceOfSatisfying(RescueException.class, e -> {
            assertThat(e.guard()).contains("not-empty");
            assertThat(e.happened()).contains("gpt partition table", sdb + "1 (crypto_LUKS)");
            assertThat(e.next()).contains("'wipefs --all " + sdb + "1 " + sdb + "'");
        });
    }

    @Test
    void refusesSignaturesThatContradictEachOther() {
        answers.put("blkid --probe --output export " + sdb, Result.of(8, ""));

        refuses("not-empty");
    }

    @Test
    void refusesWhatWouldAppearAgainInANewPartition() {
        answers.put(
                "blkid --probe --output export --offset 136314880 --size 100663296 " + sdb,
                Result.of(0, "DEVNAME=" + sdb + "\nTYPE=linux_raid_member\nUSAGE=raid\n"));

        assertThatThrownBy(this::plan).isInstanceOfSatisfying(RescueException.class, e -> {
            assertThat(e.guard()).contains("not-empty");
            assertThat(e.happened()).contains("where partition 3 will begin, at byte 136314880", "linux_raid_member");
            assertThat(e.next()).contains("--offset 136314880 --sizelimit 100663296 " + sdb);
        });
    }

    @Test
    void refusesADiskThatIsTooSmallByOneSector() {
        // The end of the last partition, and the second table.
        size = new Bytes((462848 + 33) * 512L);
        assertThat(plan().steps()).isNotEmpty();

        size = new Bytes((462848 + 32) * 512L);
        refuses("too-small");
    }

    @Test
    void refusesOtherSectors() {
        answers.put("blockdev --getss " + sdb, Result.of(0, "4096\n"));

        refuses("sector-size");
    }

    @Test
    void refusesTheRescueSystemsOwnDisk() {
        runsFrom = sdb;

        refuses("rescue-disk");
    }

    @Test
    void refusesAReadOnlyDisk() {
        isReadOnly = true;

        refuses("read-only-device");
    }

    @Test
    void refusesAllDisksOfASuspendedSystem() {
        more.add(partition(sda, 5, filesystem("swsuspend", "u", "")));

        refuses("hibernated");
    }

    @Test
    void refusesAPartition() {
        assertThatThrownBy(() -> replacement().plan(order(sda + "3", false), Progress.SILENT))
                .isInstanceOfSatisfying(RescueException.class, e -> {
                    assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE);
                    assertThat(e.next()).contains(sda);
                });
    }

    @Test
    void refusesWhereNothingIsMissing() {
        isIn = true;

        refuses("nothing-missing");
    }

    @Test
    void refusesWhatIsBeingRebuilt() {
        activity = Optional.of("recovery = 12.6% (37043392/292945152)");

        refuses("being-rebuilt");
    }

    @Test
    void refusesAnArrayThatIsNotOpen() {
        isOpen = false;

        refuses("not-open");
    }

    @Test
    void asksWhichDiskIsTheModelWhenSeveralFit() {
        more.add(disk("/dev/sdc", Optional.of("gpt"), Optional.empty(), Bytes.mib(300)));
        more.add(new BlockDevice(
                "/dev/sdc3",
                new DeviceNumber(9, 9),
                DeviceKind.PARTITION,
                Bytes.mib(96),
                false,
                List.of("/dev/sdc"),
                List.of(),
                Hardware.UNKNOWN,
                Optional.empty(),
                Optional.of(row(3)),
                Optional.of(filesystem("linux_raid_member", UUID, "")),
                Optional.empty()));
        leftOut.add(member("/dev/sdc3", Part.IN, 42, "A."));

        assertThatThrownBy(this::plan).isInstanceOfSatisfying(RescueException.class, e -> {
            assertThat(e.exitCode()).isEqualTo(ExitCode.PERSON_NEEDED);
            assertThat(e.happened()).contains(sda + ", 300.0 MiB", "/dev/sdc, 300.0 MiB");
        });
        ReplaceOrder named = new ReplaceOrder(sdb, Optional.of(sda), false);
        assertThat(replacement()
                        .plan(named, Progress.SILENT)
                        .from()
                        .orElseThrow()
                        .path())
                .isEqualTo(sda);
        assertThatThrownBy(() ->
                        replacement().plan(new ReplaceOrder(sdb, Optional.of("/dev/sdz"), false), Progress.SILENT))
                .isInstanceOfSatisfying(
                        RescueException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE));
    }

    @Test
    void givesBackToAnOldHalfWhatItMissed() {
        oldHalf(40, "AA");
        hasBitmap = true;

        ReplacePlan plan = plan();

        assertThat(plan.steps())
                .extracting(ReplaceStep::summary)
                .containsExactly("mdadm /dev/md0 --re-add " + sdb + "3");
        assertThat(plan.undo()).isEmpty();
    }

    @Test
    void refusesAnOldHalfThatMissedMoreThanTheBitmapNotes() {
        oldHalf(20, "AA");
        hasBitmap = true;

        refuses("old-half");
    }

    @Test
    void refusesAnOldHalfOfAnArrayWithoutBitmapUnlessAccepted() {
        oldHalf(40, "AA");

        assertThatThrownBy(this::plan).isInstanceOfSatisfying(RescueException.class, e -> {
            assertThat(e.guard()).contains("old-half");
            assertThat(e.happened()).startsWith(sdb + "3 is an old half of /dev/md0, 2 events behind");
            assertThat(e.next()).contains("--accept-old-half");
        });
        assertThat(replacement().plan(order(sdb, true), Progress.SILENT).steps())
                .extracting(ReplaceStep::summary)
                .containsExactly("mdadm --zero-superblock " + sdb + "3", "mdadm /dev/md0 --add " + sdb + "3");
    }

    @Test
    void refusesAHalfThatRanOnItsOwn() {
        oldHalf(40, ".A");
        hasBitmap = true;

        assertThatThrownBy(this::plan)
                .isInstanceOfSatisfying(
                        RescueException.class, e -> assertThat(e.happened()).contains("on its own"));
    }

    @Test
    void refusesWhenWhatRunsIsTheOldHalf() {
        oldHalf(43, ".A");

        refuses("newer-half");
        assertThatThrownBy(() -> replacement().plan(order(sdb, true), Progress.SILENT))
                .satisfies(refusedBy("newer-half"));
    }

    @Test
    void refusesAMemberThatWasThrownOut() {
        tableOfNew = Optional.of("gpt");
        more.add(partition(sdb, 3, filesystem("linux_raid_member", UUID, "")));
        leftOut.add(member(sdb + "3", Part.FAULTY, 40, "AA"));

        refuses("thrown-out");
    }

    @Test
    void takesWhatFailedOutOfTheArrayFirst() {
        leftOut.add(member("/dev/sdx3", Part.FAULTY, 40, "AA"));

        assertThat(plan().only(ReplaceStep.Prepare.class))
                .extracting(ReplaceStep::summary)
                .containsExactly("mdadm /dev/md0 --remove failed");
    }

    @Test
    void isDoneWhenTheKernelSaysThatAllIsInSync() {
        DiskReplacement replacement = replacement();

        ReplaceResult result = replacement.apply(plan(), Progress.SILENT);

        assertThat(result.isVerified()).isTrue();
        assertThat(started)
                .filteredOn(it -> it.startsWith("mdadm") || it.startsWith("mk") || it.contains("--wipe"))
                .containsExactly(
                        "sfdisk --wipe never --wipe-partitions never " + sdb,
                        "mkfs.vfat -F 16 -n ESP " + sdb + "2",
                        "mkswap --label swap-a " + sdb + "4",
                        "mdadm /dev/md0 --add " + sdb + "3");
    }

    @Test
    void isNotDoneWhenTheKernelGaveUp() {
        staysSpare = true;

        ReplaceResult result = replacement().apply(plan(), Progress.SILENT);

        assertThat(result.isVerified()).isFalse();
    }

    @Test
    void emptiesTheDiskAgainWhenAStepFailsBeforeTheFirstMemberIsIn() throws IOException {
        answers.put("mkswap --label swap-a " + sdb + "4", Result.of(99, "no"));
        ReplacePlan plan = plan();

        assertThatThrownBy(() -> replacement().apply(plan, Progress.SILENT))
                .isInstanceOfSatisfying(RescueException.class, e -> {
                    assertThat(e.exitCode()).isEqualTo(ExitCode.REPAIR_UNDONE);
                    assertThat(e.happened()).endsWith(sdb + " is empty again, as it was");
                });
        assertThat(started)
                .containsSubsequence(
                        "wipefs --all " + sdb + "1 " + sdb + "2 " + sdb + "3 " + sdb + "4",
                        "blockdev --rereadpt " + sdb)
                .noneMatch(it -> it.contains("--add"));
        // The table that sfdisk wrote.
        try (InputStream disk = Files.newInputStream(Path.of(sdb))) {
            assertThat(disk.readNBytes(4096)).isEqualTo(new byte[4096]);
        }
    }

    @Test
    void refusesATableThatIsNotWhatWasWanted() {
        answers.put(
                "sfdisk --dump " + sdb,
                Result.of(0, withOtherIdentifiers().replace("size=      196608", "size=      196600")));

        assertThatThrownBy(() -> replacement().apply(plan(), Progress.SILENT))
                .isInstanceOfSatisfying(
                        RescueException.class, e -> assertThat(e.happened()).contains("is not that of " + sda));
    }

    @Test
    void refusesATableWithTheSameIdentifiers() {
        answers.put("sfdisk --dump " + sdb, Result.of(0, TABLE));

        assertThatThrownBy(() -> replacement().apply(plan(), Progress.SILENT))
                .isInstanceOfSatisfying(
                        RescueException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.REPAIR_UNDONE));
    }

    @Test
    void looksAtTheDiskAgainBeforeItWrites() {
        ReplacePlan plan = plan();
        size = Bytes.mib(321);

        assertThatThrownBy(() -> replacement().apply(plan, Progress.SILENT)).satisfies(refusedBy("device-gone"));
        size = Bytes.mib(320);
        tableOfNew = Optional.of("gpt");
        assertThatThrownBy(() -> replacement().apply(plan, Progress.SILENT)).satisfies(refusedBy("not-empty"));
        assertThat(started).noneMatch(it -> it.contains("--wipe"));
    }

    @Test
    void saysThatTheKernelGoesOnWhenNobodyWatches() {
        ReplacePlan plan = plan();
        Progress interrupting = (what, fraction) -> {
            if (what.startsWith("rebuilding")) {
                Thread.currentThread().interrupt();
            }
        };
        staysSpare = true;

        assertThatThrownBy(() -> replacement().apply(plan, interrupting))
                .isInstanceOfSatisfying(RescueException.class, e -> {
                    assertThat(e.exitCode()).isEqualTo(ExitCode.INTERRUPTED);
                    assertThat(e.happened()).contains("the kernel goes on filling " + sdb + "3 of /dev/md0");
                });
    }

    private static String recorded(String name) {
        try {
            return Files.readString(Path.of("src/test/resources/fixtures", name, "output"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void fstab(String source, String type) {
        fstab.add(new FstabEntry(fstab.size() + 1, source, "none", type, List.of("defaults"), 0, 0));
    }

    private void oldHalf(long itsEvents, String itsSlots) {
        tableOfNew = Optional.of("gpt");
        more.add(partition(sdb, 3, filesystem("linux_raid_member", UUID, "")));
        leftOut.add(member(sdb + "3", Part.LEFT_OUT, itsEvents, itsSlots));
    }

    private void refuses(String guard) {
        assertThatThrownBy(this::plan).satisfies(refusedBy(guard));
    }

    private static Consumer<Throwable> refusedBy(String guard) {
        return thrown -> assertThat(thrown)
                .isInstanceOfSatisfying(
                        RescueException.class, e -> assertThat(e.guard()).contains(guard));
    }

    private ReplacePlan plan() {
        return replacement().plan(order(sdb, false), Progress.SILENT);
    }

    private static ReplaceOrder order(String disk, boolean acceptOldHalf) {
        return new ReplaceOrder(disk, Optional.empty(), acceptOldHalf);
    }

    private DiskReplacement replacement() {
        return new DiskReplacement(new DiskReplacement.Parts(
                this::run,
                Tools.OF_THIS_SYSTEM,
                this::machine,
                machine -> List.of(array()),
                array -> Optional.of(state()),
                Checkup.within(Duration.ofSeconds(1), this::run, Tools.OF_THIS_SYSTEM),
                machine -> List.of(new Fstab(fstab, List.of())),
                new DiskLocks(new Lock(), directory.resolve("locks"), "the test"),
                directory.resolve("undo"),
                Duration.ZERO));
    }

    private Result run(Command command) {
        started.add(command.toString());
        Result known = answers.get(command.toString());
        if (command.program().equals("sfdisk") && command.arguments().contains("--dump")) {
            return known != null && isWritten ? known : Result.of(0, dump(command));
        }
        if (known != null) {
            if (known.exitCode() == 99) {
                throw new RescueException(ExitCode.TOOL_FAILED, command + " failed", "see why");
            }
            return known;
        }
        switch (command.program()) {
            case "sfdisk" -> write();
            case "mkswap", "mkfs.vfat" ->
                made.put(
                        command.arguments().get(command.arguments().size() - 1),
                        command.program().replaceFirst("mk(fs.)?", ""));
            case "blockdev" -> {
                return Result.of(0, "512\n");
            }
            case "blkid" -> {
                return Result.of(2, "");
            }
            case "mdadm" -> {
                isIn = isIn || command.arguments().contains("--add");
                return Result.of(0, BITMAP);
            }
            default -> {
                return Result.of(1, "");
            }
        }
        return Result.of(0, "");
    }

    private String dump(Command command) {
        boolean isOfNew = command.arguments().contains(sdb);
        return isOfNew ? withOtherIdentifiers() : TABLE;
    }

    private static String withOtherIdentifiers() {
        return TABLE.replaceAll("(label-id: |uuid=).{8}", "$100000000");
    }

    private void write() {
        isWritten = true;
        try {
            put(512, 'E');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void put(long at, int value) throws IOException {
        try (FileChannel disk = FileChannel.open(Path.of(sdb), StandardOpenOption.WRITE)) {
            disk.write(ByteBuffer.wrap(new byte[] {(byte) value}), at);
        }
    }

    private MdState state() {
        boolean isWhole = isIn && !staysSpare;
        return new MdState(
                isWhole ? 0 : 1,
                "idle",
                Optional.empty(),
                hasBitmap,
                Map.of(sda + "3", List.of("in_sync"), sdb + "3", List.of(isWhole ? "in_sync" : "spare")));
    }

    private RaidArray array() {
        List<RaidMember> members = new ArrayList<>();
        members.add(member(sda + "3", isOpen ? Part.IN : Part.PRESENT, events, slots));
        boolean isWhole = isIn && !staysSpare;
        if (isWhole) {
            members.add(member(sdb + "3", Part.IN, events, "AA"));
        }
        members.addAll(leftOut);
        MdArray running =
                new MdArray("/dev/md0", arrayState, Optional.of("raid1"), List.of(), List.of(true, isWhole), activity);
        return new RaidArray(isOpen ? Optional.of(running) : Optional.empty(), Optional.of(UUID), members);
    }

    private static RaidMember member(String device, Part part, long events, String slots) {
        return new RaidMember(
                device,
                part,
                Optional.of(new MdTrace(
                        new MdMember(UUID, "raid1", 2, events, Optional.of(slots)),
                        Optional.of("Active device 0"),
                        Optional.empty(),
                        Optional.of("clean"))),
                Optional.empty());
    }

    private Machine machine() {
        List<BlockDevice> devices = new ArrayList<>(List.of(
                disk(sda, Optional.of("gpt"), Optional.empty(), Bytes.mib(300)),
                partition(sda, 1),
                partition(
                        sda,
                        2,
                        new Filesystem(
                                "vfat",
                                Usage.FILESYSTEM,
                                Optional.of("94CD-B0BF"),
                                Optional.of("ESP"),
                                Optional.of("FAT16"))),
                partition(sda, 3, filesystem("linux_raid_member", UUID, "")),
                partition(sda, 4, filesystem("swap", SWAP, "swap-a")),
                disk(sdb, isWritten ? Optional.of("gpt") : tableOfNew, content, size)));
        if (isWritten) {
            for (int number = 1; number <= 4; number++) {
                String type = made.get(sdb + number);
                devices.add(type == null ? partition(sdb, number) : partition(sdb, number, filesystem(type, "n", "")));
            }
        }
        devices.addAll(more);
        List<MountEntry> mounts = runsFrom.isEmpty()
                ? List.of()
                : List.of(new MountEntry(
                        1,
                        0,
                        new DeviceNumber(8, Math.floorMod(runsFrom.hashCode(), 1000)),
                        "/",
                        "/",
                        List.of("rw"),
                        "ext4",
                        runsFrom,
                        List.of("rw")));
        return new Machine(devices, mounts, List.of(), List.of(), List.of());
    }

    private BlockDevice disk(String path, Optional<String> table, Optional<Filesystem> holds, Bytes itsSize) {
        return device(path, DeviceKind.DISK, itsSize, List.of(), table, Optional.empty(), holds);
    }

    private BlockDevice partition(String disk, int number, Filesystem... filesystem) {
        return device(
                disk + number,
                DeviceKind.PARTITION,
                Bytes.mib(64),
                List.of(disk),
                Optional.empty(),
                Optional.of(row(number)),
                List.of(filesystem).stream().findFirst());
    }

    private static PartitionEntry row(int number) {
        return new PartitionEntry(
                number,
                number == 2 ? Optional.of(PartitionEntry.EFI_SYSTEM) : Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static Filesystem filesystem(String type, String uuid, String label) {
        return new Filesystem(
                type,
                Usage.ofType(type),
                Optional.of(uuid),
                Optional.of(label).filter(it -> !it.isEmpty()),
                Optional.empty());
    }

    private BlockDevice device(
            String path,
            DeviceKind kind,
            Bytes itsSize,
            List<String> parents,
            Optional<String> table,
            Optional<PartitionEntry> partition,
            Optional<Filesystem> holds) {
        return new BlockDevice(
                path,
                new DeviceNumber(8, Math.floorMod(path.hashCode(), 1000)),
                kind,
                itsSize,
                isReadOnly && path.equals(sdb),
                parents,
                List.of(),
                Hardware.UNKNOWN,
                table,
                partition,
                holds,
                Optional.empty());
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
