package io.github.rescuekit.mount;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.exec.Tools;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FstabMounterIT {

    private static final Machine MACHINE = new Machine(List.of(), List.of(), List.of(), List.of(), List.of());

    private final FstabMounter mounter = new FstabMounter(
            Tools.OF_THIS_SYSTEM,
            TestDisk.RUNNER,
            TestDisk.RUNNER,
            new MountRecords(
                    Path.of("/run/rescuekit-test-" + ProcessHandle.current().pid())),
            new NoGuard());

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"ext2", "ext3", "ext4", "xfs", "btrfs"})
    void looksAtACleanFilesystemWithoutChangingIt(String type) throws IOException {
        try (TestDisk disk = TestDisk.clean(directory, type, root -> Files.writeString(root.resolve("early"), "1"))) {
            String before = disk.sha256();
            try (MountedSystem system = mounter.lookAtRoot(MACHINE, disk.blockDevice())) {
                assertThat(system.root().resolve("early")).hasContent("1");
                assertThat(system.incomplete()).isEmpty();
            }
            assertThat(disk.sha256()).isEqualTo(before);
            assertThat(loopsOver(disk)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ext3", "ext4", "xfs", "btrfs"})
    void showsWhatIsStillInTheJournalWithoutChangingTheDisk(String type) throws IOException {
        try (TestDisk disk = TestDisk.dirty(
                directory,
                type,
                root -> Files.writeString(root.resolve("early"), "1"),
                root -> TestDisk.writeSynced(root.resolve("late"), "2"))) {
            String before = disk.sha256();
            try (MountedSystem system = mounter.lookAtRoot(MACHINE, disk.blockDevice())) {
                assertThat(system.incomplete()).isEmpty();
                assertThat(system.root().resolve("early")).hasContent("1");
                assertThat(system.root().resolve("late")).hasContent("2");
            }
            assertThat(disk.sha256()).isEqualTo(before);
        }
    }

    @Test
    void mountsASystemByItsFstab() throws IOException {
        try (TestDisk home = TestDisk.clean(
                        Files.createDirectory(directory.resolve("h")),
                        "xfs",
                        root -> Files.writeString(root.resolve("x"), "y"));
                TestDisk disk = TestDisk.dirty(
                        directory,
                        "ext4",
                        root -> {
                            Files.createDirectories(root.resolve("etc"));
                            Files.createDirectories(root.resolve("data/home"));
                            Files.createSymbolicLink(root.resolve("home"), Path.of("/data/home"));
                            Files.createDirectories(root.resolve("srv"));
                        },
                        root -> TestDisk.writeSynced(
                                root.resolve("etc/fstab"),
                                "UUID=" + home.blockDevice().uuid().orElseThrow() + " /home xfs defaults,usrquota 0 2\n"
                                        + "/home /srv none bind 0 0\n"
                                        + "UUID=0 /nowhere ext4 defaults 0 2\n"))) {
            BlockDevice root = disk.blockDevice();
            Machine machine =
                    new Machine(List.of(root, home.blockDevice()), List.of(), List.of(), List.of(), List.of());
            try (MountedSystem system = mounter.look(machine, root)) {
                assertThat(system.verdicts())
                        .extracting(it -> it.line() + " " + it.action() + " " + it.reason())
                        .containsExactly(
                                "0 MOUNTED chosen as the root; fstab has no line for it;"
                                        + " dirty journal, replayed in memory only",
                                "1 MOUNTED by UUID; by a link at /data/home",
                                "2 MOUNTED a bind mount of /home",
                                "3 FAILED no device here has this UUID");
                assertThat(system.root().resolve("data/home/x")).hasContent("y");
                assertThat(system.root().resolve("srv/x")).hasContent("y");
            }
        }
    }

    @Test
    void findsTheSubvolumeOfTheSystem() throws IOException {
        try (TestDisk disk = TestDisk.clean(directory, "btrfs", root -> {
            TestDisk.run("btrfs", "subvolume", "create", root.resolve("@").toString());
            TestDisk.run("btrfs", "subvolume", "create", root.resolve("@home").toString());
            Files.createDirectories(root.resolve("@/etc"));
            Files.createDirectories(root.resolve("@/home"));
            Files.writeString(root.resolve("@home/x"), "y");
            Files.writeString(
                    root.resolve("@/etc/fstab"),
                    "/dev/sda1 / btrfs subvol=@ 0 0\n/dev/sda1 /home btrfs subvol=@home 0 0\n");
        })) {
            BlockDevice root = disk.blockDevice();
            Machine machine = new Machine(List.of(root), List.of(), List.of(), List.of(), List.of());
            String before = disk.sha256();
            try (MountedSystem system = mounter.look(machine, root)) {
                assertThat(system.verdicts())
                        .extracting(FstabVerdict::action)
                        .containsExactly(FstabVerdict.Action.MOUNTED, FstabVerdict.Action.MOUNTED);
                assertThat(system.root().resolve("home/x")).hasContent("y");
            }
            assertThat(disk.sha256()).isEqualTo(before);
        }
    }

    private static List<String> loopsOver(TestDisk disk) {
        return TestDisk.run("losetup", "--list", "--noheadings", "--output", "NAME,BACK-FILE")
                .lines()
                .filter(line -> LookSpace.isBackingFile(line)
                        && line.contains(Path.of(disk.device()).getFileName().toString()))
                .toList();
    }
}
