package io.github.rescuekit.mount;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.model.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FstabMounterIT {

    private static final Machine MACHINE = new Machine(List.of(), List.of(), List.of(), List.of(), List.of());

    private final FstabMounter mounter = new FstabMounter(TestDisk.RUNNER, TestDisk.RUNNER);

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

    private static List<String> loopsOver(TestDisk disk) {
        return TestDisk.run("losetup", "--list", "--noheadings", "--output", "NAME,BACK-FILE")
                .lines()
                .filter(line -> line.contains(LookSpace.DIRECTORY)
                        && line.contains(Path.of(disk.device()).getFileName().toString()))
                .toList();
    }
}
