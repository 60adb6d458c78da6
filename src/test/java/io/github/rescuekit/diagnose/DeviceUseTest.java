package io.github.rescuekit.diagnose;

import static io.github.rescuekit.diagnose.TestDevices.machine;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.diagnose.DeviceUse.Kind;
import io.github.rescuekit.diagnose.DeviceUse.Use;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.SwapArea;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceUseTest {

    private static final BlockDevice DEVICE = TestDevices.partition("/dev/sda1", "/dev/sda", "ext4");

    @TempDir
    private Path root;

    @BeforeEach
    void aProcessOfOurOwn() throws IOException {
        process("self", "mnt:[1]", "");
        process("100", "mnt:[1]", "");
        link("sys/dev/block/" + DEVICE.number(), "../../devices/pci0/block/sda/sda1");
    }

    @Test
    void findsNobody() {
        assertThat(uses(machine(DEVICE))).isEmpty();
    }

    @Test
    void findsAMountByTheDeviceNumber() throws IOException {
        process("self", "mnt:[1]", mount(DEVICE.number().toString(), "/mnt", "/dev/root", "rw"));

        assertThat(uses(machine(DEVICE))).containsExactly(new Use(Kind.MOUNTED, "mounted at /mnt"));
    }

    @Test
    void findsAMountInAnotherNamespace() throws IOException {
        process("812", "mnt:[2]", mount(DEVICE.number().toString(), "/data", "/dev/sda1", "rw"));

        assertThat(uses(machine(DEVICE)))
                .containsExactly(
                        new Use(Kind.MOUNTED, "mounted at /data in the mount namespace of process 812 (bash)"));
    }

    @Test
    void tellsAReadOnlyFilesystemFromAReadOnlyViewOfAWritableOne() throws IOException {
        process("self", "mnt:[1]", mount(DEVICE.number().toString(), "/mnt", "/dev/sda1", "ro"));
        assertThat(uses(machine(DEVICE))).extracting(Use::kind).containsExactly(Kind.MOUNTED_READ_ONLY);

        process("self", "mnt:[1]", "36 35 " + DEVICE.number() + " / /mnt ro - ext4 /dev/sda1 rw\n");
        assertThat(uses(machine(DEVICE))).extracting(Use::kind).containsExactly(Kind.MOUNTED);
    }

    @Test
    void findsABtrfsThatHasANumberOfItsOwn() throws IOException {
        process("self", "mnt:[1]", "36 35 0:44 / /mnt rw - btrfs /dev/sdb1 rw\n");
        file("sys/fs/btrfs/0b0e2a2e/devices/sda1/size", "1");

        assertThat(uses(machine(DEVICE))).containsExactly(new Use(Kind.MOUNTED, "mounted at /mnt"));
    }

    @Test
    void findsALazilyUnmountedFilesystem() throws IOException {
        file("sys/fs/ext4/sda1/session_write_kbytes", "1");

        assertThat(uses(machine(DEVICE))).extracting(Use::kind).containsExactly(Kind.MOUNTED);
    }

    @Test
    void findsSwapHoldersLoopsAndWriters() throws IOException {
        file("sys/class/block/sda1/holders/md0", "");
        file("sys/class/block/loop3/loop/backing_file", "/dev/sda1\n");
        link("proc/100/fd/3", "/dev/sda1");
        file("proc/100/fdinfo/3", "pos:\t0\nflags:\t0100002\n");
        Machine swapping = new Machine(
                List.of(DEVICE), List.of(), List.of(new SwapArea("/dev/sda1", Bytes.gib(1))), List.of(), List.of());

        assertThat(uses(swapping))
                .containsExactly(
                        new Use(Kind.SWAP, "swap of the running system"),
                        new Use(Kind.HELD, "part of /dev/md0"),
                        new Use(Kind.LOOP, "the backing file of /dev/loop3"),
                        new Use(Kind.OPEN_FOR_WRITING, "open for writing by process 100 (bash)"));
    }

    @Test
    void leavesReadersAlone() throws IOException {
        link("proc/100/fd/3", "/dev/sda1");
        file("proc/100/fdinfo/3", "pos:\t0\nflags:\t0100000\n");

        assertThat(uses(machine(DEVICE))).isEmpty();
    }

    private List<Use> uses(Machine machine) {
        return new DeviceUse(root).of(machine, DEVICE);
    }

    private static String mount(String number, String at, String source, String access) {
        return "36 35 " + number + " / " + at + " " + access + " - ext4 " + source + " " + access + "\n";
    }

    private void process(String pid, String namespace, String mounts) throws IOException {
        file("proc/" + pid + "/mountinfo", mounts);
        file("proc/" + pid + "/comm", "bash\n");
        Files.createDirectories(root.resolve("proc/" + pid + "/fd"));
        link("proc/" + pid + "/ns/mnt", namespace);
    }

    private void file(String path, String text) throws IOException {
        Files.createDirectories(root.resolve(path).getParent());
        Files.writeString(root.resolve(path), text);
    }

    private void link(String path, String target) throws IOException {
        Files.createDirectories(root.resolve(path).getParent());
        Files.deleteIfExists(root.resolve(path));
        Files.createSymbolicLink(root.resolve(path), Path.of(target));
    }
}
