package io.github.rescuekit.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.exec.Result;
import io.github.rescuekit.exec.Tools;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.DeviceKind;
import io.github.rescuekit.model.DeviceNumber;
import io.github.rescuekit.model.Filesystem;
import io.github.rescuekit.model.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BtrfsMembersTest {

    @TempDir
    private Path directory;

    @Test
    void oneFilesystemOnTwoDevicesIsOneFilesystem() throws IOException {
        assertThat(marked("d1", "d2")).containsExactly(false, true);
    }

    @Test
    void copiesOfOneDeviceAreNoMembers() throws IOException {
        assertThat(marked("d1", "d1")).containsExactly(false, false);
    }

    @Test
    void nobodyIsAskedAboutFilesystemsWithUuidsOfTheirOwn() throws IOException {
        BtrfsMembers members = new BtrfsMembers(
                command -> {
                    throw new AssertionError(command);
                },
                tools());

        assertThat(members.markIn(List.of(device("/dev/sda", "u1"), device("/dev/sdb", "u2"))))
                .noneMatch(it -> it.filesystem().orElseThrow().isMember());
    }

    private List<Boolean> marked(String first, String second) throws IOException {
        String output = "DEVNAME=/dev/sda\nUUID=u\nUUID_SUB=" + first
                + "\nTYPE=btrfs\n\nDEVNAME=/dev/sdb\nUUID=u\nUUID_SUB=" + second + "\nTYPE=btrfs\n";
        return new BtrfsMembers(command -> Result.of(0, output), tools())
                .markIn(List.of(device("/dev/sda", "u"), device("/dev/sdb", "u"))).stream()
                        .map(it -> it.filesystem().orElseThrow().isMember())
                        .toList();
    }

    private Tools tools() throws IOException {
        Files.createFile(
                directory.resolve("blkid"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        return new Tools(List.of(directory.toString()));
    }

    private static BlockDevice device(String path, String uuid) {
        return new BlockDevice(
                path,
                new DeviceNumber(8, path.charAt(path.length() - 1)),
                DeviceKind.DISK,
                Bytes.gib(1),
                false,
                List.of(),
                List.of(),
                BlockDevice.Hardware.UNKNOWN,
                Optional.empty(),
                Optional.empty(),
                Optional.of(new Filesystem(
                        "btrfs", Usage.FILESYSTEM, Optional.of(uuid), Optional.empty(), Optional.empty())),
                Optional.empty());
    }
}
