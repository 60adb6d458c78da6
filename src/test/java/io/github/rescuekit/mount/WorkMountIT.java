package io.github.rescuekit.mount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.Starter.Companion;
import io.github.rescuekit.exec.Tools;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.MountEntry;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.mount.SystemMounter.Access;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkMountIT {

    private static final TestDisk.Content EARLY = root -> {
        Files.createDirectories(root.resolve("etc"));
        Files.createDirectories(root.resolve("srv"));
        Files.createDirectories(root.resolve("data"));
        Files.writeString(root.resolve("data/early"), "1");
        Files.writeString(root.resolve("etc/fstab"), "/data /srv none bind 0 0\n");
    };
    private static final TestDisk.Content LATE = root -> TestDisk.writeSynced(root.resolve("late"), "2");

    @TempDir
    Path directory;

    private Path at;
    private MountRecords records;

    @BeforeEach
    void prepare() throws IOException {
        at = Files.createDirectory(directory.resolve("at"));
        records = new MountRecords(directory.resolve("run"));
    }

    @AfterEach
    void nothingIsLeft() {
        List<MountEntry> left = MountTable.now().atOrBelow(directory);
        for (int i = left.size() - 1; i >= 0; i--) {
            TestDisk.run("umount", left.get(i).mountPoint());
        }
        assertThat(left).isEmpty();
        assertThat(records.all()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ext2", "ext4", "xfs", "btrfs"})
    void mountsACleanSystemForReadingWithoutChangingTheDisk(String filesystem) throws IOException {
        try (TestDisk disk = TestDisk.clean(directory, filesystem, EARLY)) {
            String before = disk.sha256();
            mount(disk, Access.READ_ONLY);
            assertThat(at.resolve("srv/early")).hasContent("1");
            assertThat(MountTable.now().top(at).orElseThrow().isWritable()).isFalse();
            takeDownAsAnotherProcess(disk);
            assertThat(disk.sha256()).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ext4", "xfs", "btrfs"})
    void showsADirtySystemReplayedWithoutChangingTheDisk(String filesystem) throws IOException {
        try (TestDisk disk = TestDisk.dirty(directory, filesystem, EARLY, LATE)) {
            String before = disk.sha256();
            MountedSystem mounted = mount(disk, Access.READ_ONLY);
            assertThat(mounted.incomplete()).isEmpty();
            assertThat(at.resolve("late")).hasContent("2");
            assertThat(at.resolve("srv/early")).hasContent("1");
            assertThat(MountTable.now().top(at).orElseThrow().isWritable()).isFalse();
            takeDownAsAnotherProcess(disk);
            assertThat(disk.sha256()).isEqualTo(before);
            assertThat(TestDisk.run("losetup", "--list", "--output", "BACK-FILE"))
                    .doesNotContain(directory + "/run");
            assertThat(directory.resolve("run")).isEmptyDirectory();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ext4", "xfs", "btrfs"})
    void replaysTheJournalOnlyForWritingAndSaysSo(String filesystem) throws IOException {
        try (TestDisk disk = TestDisk.dirty(directory, filesystem, EARLY, LATE)) {
            MountedSystem mounted = mount(disk, Access.WRITABLE);
            assertThat(mounted.isWritable()).isTrue();
            assertThat(mounted.verdicts())
                    .extracting(it -> it.mountPoint() + ": " + it.reason())
                    .containsExactly(
                            "/: chosen as the root; fstab has no line for it; its journal was replayed",
                            "/srv: a bind mount of /data");
            Files.writeString(at.resolve("srv/new"), "3");
            takeDownAsAnotherProcess(disk);
            try (MountedSystem looked = mounter().lookAtRoot(machine(disk), disk.blockDevice())) {
                assertThat(looked.root().resolve("late")).hasContent("2");
                assertThat(looked.root().resolve("data/new")).hasContent("3");
            }
        }
    }

    @Test
    void mountsSafely() throws IOException {
        try (TestDisk disk = TestDisk.clean(directory, "ext4", EARLY)) {
            mount(disk, Access.WRITABLE);
            assertThat(MountTable.now().atOrBelow(at))
                    .hasSize(2)
                    .allMatch(it -> it.options().containsAll(List.of("nosuid", "nodev")));
            takeDownAsAnotherProcess(disk);
        }
    }

    @Test
    void saysWhoHoldsWhatAndUnmountsNothing() throws IOException {
        try (TestDisk disk = TestDisk.clean(directory, "ext4", EARLY)) {
            MountedSystem mounted = mount(disk, Access.WRITABLE);
            try (Companion shell = TestDisk.RUNNER.start(Command.of("env", "--chdir=" + at.resolve("srv"), "cat"))) {
                assertThat(shell.ask("ready")).isEqualTo("ready");
                assertThatExceptionOfType(RescueException.class)
                        .isThrownBy(mounted::close)
                        .withMessageContaining("process " + shell.pid() + " (cat) has its working directory at " + at)
                        .extracting(it -> it.guard().orElse(""))
                        .isEqualTo("busy");
                assertThat(MountTable.now().atOrBelow(at)).hasSize(2);
            }
            takeDownAsAnotherProcess(disk);
        }
    }

    @Test
    void neverTouchesWhatSomebodyElseMounted() throws IOException {
        try (TestDisk disk = TestDisk.clean(directory, "ext4", EARLY)) {
            MountedSystem mounted = mount(disk, Access.WRITABLE);
            TestDisk.run("mount", "-t", "tmpfs", "foreign", at.resolve("etc").toString());
            try {
                assertThatExceptionOfType(RescueException.class)
                        .isThrownBy(mounted::close)
                        .withMessage("foreign was mounted at " + at.resolve("etc") + " by somebody else");
                assertThat(MountTable.now().atOrBelow(at)).hasSize(3);
            } finally {
                TestDisk.run("umount", at.resolve("etc").toString());
            }
            takeDownAsAnotherProcess(disk);
        }
    }

    @Test
    void takesDownWhatAKilledProcessLeft() throws IOException {
        try (TestDisk disk = TestDisk.clean(directory, "ext4", EARLY)) {
            TestDisk.run("mount", "-t", "ext4", disk.device(), at.toString());
            MountRecord cutOff = new MountRecord(
                    at,
                    false,
                    disk.device(),
                    List.of(disk.device()),
                    Access.WRITABLE,
                    Integer.MAX_VALUE,
                    Instant.now(),
                    false,
                    List.of(new MountRecord.Made(at, disk.device()), new MountRecord.Made(at.resolve("srv"), "")),
                    List.of(),
                    List.of());
            records.begin(cutOff);
            takeDownAsAnotherProcess(disk);
        }
    }

    @Test
    void refusesADirectoryThatIsInUse() throws IOException {
        Files.writeString(at.resolve("file"), "x");
        try (TestDisk disk = TestDisk.clean(directory, "ext4", EARLY)) {
            assertThatExceptionOfType(RescueException.class)
                    .isThrownBy(() -> mount(disk, Access.READ_ONLY))
                    .withMessage(at + " is not empty: file would be hidden");
        }
    }

    @Test
    void refusesADeviceThatIsMountedElsewhere() throws IOException {
        Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
        try (TestDisk disk = TestDisk.clean(directory, "ext4", EARLY)) {
            TestDisk.run("mount", "-t", "ext4", disk.device(), elsewhere.toString());
            try {
                assertThatExceptionOfType(RescueException.class)
                        .isThrownBy(() -> mount(disk, Access.READ_ONLY))
                        .withMessage(disk.device() + " is already mounted at " + elsewhere);
            } finally {
                TestDisk.run("umount", elsewhere.toString());
            }
        }
    }

    @Test
    void looksAtWhatIsMountedForWritingAsItIsNow() throws IOException {
        try (TestDisk disk = TestDisk.clean(directory, "ext4", EARLY)) {
            mount(disk, Access.WRITABLE);
            Files.writeString(at.resolve("new"), "not on the disk yet");
            try (MountedSystem looked = mounter().look(machine(disk), disk.blockDevice())) {
                assertThat(looked.root().resolve("new")).hasContent("not on the disk yet");
                assertThatExceptionOfType(IOException.class)
                        .isThrownBy(() -> Files.writeString(looked.root().resolve("x"), "x"));
            }
            takeDownAsAnotherProcess(disk);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"etc", "srv/deep"})
    void writesThroughNoLinkThatSomebodyPutsInTheWay(String path) throws IOException {
        Path outside = Files.createDirectory(directory.resolve("outside"));
        try (TestDisk disk = TestDisk.clean(directory, "ext4", root -> {
            EARLY.writeTo(root);
            Files.createDirectories(root.resolve("data/deep"));
        })) {
            MountedSystem mounted = mount(disk, Access.WRITABLE);
            try (MountedSystem view = mounter().withoutLinks(mounted)) {
                Files.writeString(view.root().resolve(path).resolve("first"), "1");
                Files.move(at.resolve(path), at.resolve(path + ".old"));
                Files.createSymbolicLink(at.resolve(path), outside);

                assertThatExceptionOfType(IOException.class)
                        .isThrownBy(() ->
                                Files.writeString(view.root().resolve(path).resolve("second"), "2"));
            }
            assertThat(at.resolve(path + ".old/first")).hasContent("1");
            assertThat(outside).isEmptyDirectory();
            takeDownAsAnotherProcess(disk);
        }
    }

    @Test
    void refusesToWriteToASystemThatIsSuspended() throws IOException {
        try (TestDisk disk = TestDisk.clean(directory, "ext4", root -> {
            Files.createDirectories(root.resolve("etc"));
            Files.writeString(root.resolve("etc/fstab"), "/swapfile none swap sw 0 0\n");
            byte[] swap = new byte[1 << 20];
            byte[] signature = "S1SUSPEND".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
            System.arraycopy(signature, 0, swap, 4096 - 10, signature.length);
            Files.write(root.resolve("swapfile"), swap);
        })) {
            String before = disk.sha256();
            assertThatExceptionOfType(RescueException.class)
                    .isThrownBy(() -> mount(disk, Access.WRITABLE))
                    .withMessageContaining("the system is suspended to disk (the swap file /swapfile)")
                    .extracting(it -> it.guard().orElse(""))
                    .isEqualTo("hibernated");
            assertThat(disk.sha256()).isEqualTo(before);
        }
    }

    private MountedSystem mount(TestDisk disk, Access access) {
        return mounter().mount(machine(disk), disk.blockDevice(), at, access);
    }

    private void takeDownAsAnotherProcess(TestDisk disk) {
        List<MountedSystem> mounted = mounter().mounted(machine(disk));
        assertThat(mounted)
                .singleElement()
                .asInstanceOf(type(MountedSystem.class))
                .satisfies(it -> {
                    assertThat(it.root()).isEqualTo(at);
                    assertThat(it.rootDevice().path()).isEqualTo(disk.device());
                });
        mounted.forEach(MountedSystem::close);
    }

    private FstabMounter mounter() {
        return new FstabMounter(Tools.OF_THIS_SYSTEM, TestDisk.RUNNER, TestDisk.RUNNER, records, new NoGuard());
    }

    private static Machine machine(TestDisk disk) {
        BlockDevice device = disk.blockDevice();
        return new Machine(List.of(device), List.of(), List.of(), List.of(), List.of());
    }
}
