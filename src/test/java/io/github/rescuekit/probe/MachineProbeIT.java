package io.github.rescuekit.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.DyingDisk;
import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.SystemRunner;
import io.github.rescuekit.exec.Tools;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.DeviceKind;
import io.github.rescuekit.model.Filesystem;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.PartitionEntry;
import io.github.rescuekit.model.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineProbeIT {

    private static final SystemRunner RUNNER = new SystemRunner(Tools.OF_THIS_SYSTEM);
    private static final int SECTOR = 512;

    private final List<String> attached = new ArrayList<>();

    @TempDir
    Path directory;

    @AfterEach
    void detach() {
        for (String loop : attached) {
            RUNNER.run(Command.of("partx", "--delete", loop).accepting(0, 1));
            run("losetup", "--detach", loop);
        }
    }

    @Test
    void readsPartitionsAndSuperblocksOfADiskWithoutChangingIt() throws IOException {
        Path image = image("disk.img", "900M");
        String disk = attach(image);
        RUNNER.run(Command.of("sfdisk", "--quiet", "--no-reread", disk).reading("""
                label: gpt
                size=1M, type=21686148-6449-6E6F-744E-656564454649, name="BIOS boot"
                size=100M, type=linux, name=root
                size=350M, type=linux
                size=200M, type=linux
                size=50M, type=swap
                size=50M, type=linux
                """));
        run("partx", "--add", disk);
        run("mkfs.ext4", "-q", "-L", "r\u00e4t \"x\"", "-U", "1b2ad5bd-1b0f-4f9b-8a3e-5e4a9a0f7a31", disk + "p2");
        run("mkfs.xfs", "-q", "-L", "home", disk + "p3");
        run("mkfs.btrfs", "-q", "-L", "a^b M-C", disk + "p4");
        run("mkswap", "-L", "swap", disk + "p5");
        run("sync");
        String before = run("sha256sum", image.toString());

        Machine machine = look();

        BlockDevice loop = device(machine, disk);
        assertThat(loop.kind()).isEqualTo(DeviceKind.LOOP);
        assertThat(loop.tableType()).contains("gpt");
        assertThat(loop.backingFile()).contains(image.toString());
        assertThat(machine.belongsToRescue(loop)).isFalse();
        assertThat(machine.childrenOf(loop)).hasSize(6).allSatisfy(it -> {
            assertThat(it.kind()).isEqualTo(DeviceKind.PARTITION);
            assertThat(it.parents()).containsExactly(disk);
        });
        assertThat(partition(machine, disk + "p1").isOfType(PartitionEntry.BIOS_BOOT))
                .isTrue();
        assertThat(partition(machine, disk + "p2").label()).contains("root");
        assertThat(partition(machine, disk + "p2").uuid()).isPresent();
        assertThat(partition(machine, disk + "p2").start()).contains(Bytes.mib(2));
        assertThat(device(machine, disk + "p2").filesystem())
                .contains(new Filesystem(
                        "ext4",
                        Usage.FILESYSTEM,
                        Optional.of("1b2ad5bd-1b0f-4f9b-8a3e-5e4a9a0f7a31"),
                        Optional.of("r\u00e4t \"x\""),
                        Optional.of("1.0")));
        assertThat(device(machine, disk + "p3").holds("xfs")).isTrue();
        assertThat(device(machine, disk + "p4").label()).contains("a^b M-C");
        assertThat(device(machine, disk + "p5").filesystem().orElseThrow().isSwap())
                .isTrue();
        assertThat(about(machine, disk))
                .containsExactly(disk + "p6 holds no known superblock: it is empty, or its beginning is damaged");
        assertThat(run("sha256sum", image.toString())).isEqualTo(before);
    }

    @Test
    void saysWhatIsWrongWithEmptyDamagedAndContradictingDisks() throws IOException {
        String empty = attach(image("empty.img", "8M"));
        String garbage = attach(garbage());
        Path twice = image("twice.img", "200M");
        run("mkfs.btrfs", "-q", twice.toString());
        Path ext4 = image("ext4.img", "200M");
        run("mkfs.ext4", "-q", ext4.toString());
        run("dd", "if=" + ext4, "of=" + twice, "bs=4096", "count=8", "conv=notrunc", "status=none");
        String contradicting = attach(twice);
        String last = attach(ext4);

        Machine machine = look();

        assertThat(about(machine, empty)).hasSize(1).first().asString().contains("no partition table");
        assertThat(about(machine, garbage)).hasSize(1).first().asString().contains("damaged partition table");
        assertThat(about(machine, contradicting)).hasSize(1).first().asString().contains("several filesystems");
        assertThat(device(machine, last).holds("ext4")).isTrue();
    }

    @Test
    void seesPartitionsThatTheKernelDoesNotShow() throws IOException {
        String disk = attach(image("unread.img", "16M"));
        RUNNER.run(Command.of("sfdisk", "--quiet", "--no-reread", "--no-tell-kernel", disk)
                .reading("label: dos\nsize=4M, bootable\nsize=4M\n"));

        assertThat(about(look(), disk))
                .containsExactly(disk + " has a partition table with 2 partitions that the kernel does not show;"
                        + " 'partx -a " + disk + "' adds them");
    }

    @Test
    void listsTheOtherDisksWhenOneHangs() throws IOException {
        Path ext4 = image("ext4.img", "8M");
        run("mkfs.ext4", "-q", ext4.toString());
        try (DyingDisk hung = DyingDisk.hung(directory, 12)) {
            String good = attach(ext4);

            Machine machine = look();

            assertThat(device(machine, good).holds("ext4")).isTrue();
            assertThat(about(machine, hung.device()))
                    .hasSize(1)
                    .first()
                    .asString()
                    .contains("could not be read");
        }
    }

    private Path garbage() throws IOException {
        byte[] noise = new byte[8 << 20];
        new Random(7).nextBytes(noise);
        byte[] impossible = new byte[64];
        for (int entry = 0; entry < 4; entry++) {
            impossible[entry * 16 + 4] = (byte) 0x83;
            impossible[entry * 16 + 11] = 0x7f;
            impossible[entry * 16 + 15] = 0x7f;
        }
        System.arraycopy(impossible, 0, noise, SECTOR - 2 - impossible.length, impossible.length);
        noise[SECTOR - 2] = 0x55;
        noise[SECTOR - 1] = (byte) 0xaa;
        return Files.write(directory.resolve("garbage.img"), noise);
    }

    private Path image(String name, String size) {
        Path image = directory.resolve(name);
        run("truncate", "--size=" + size, image.toString());
        return image;
    }

    private String attach(Path image) {
        String loop = run("losetup", "--find", "--show", image.toString()).strip();
        attached.add(loop);
        return loop;
    }

    private static Machine look() {
        return new MachineProbe(RUNNER, Tools.OF_THIS_SYSTEM).look();
    }

    private static List<String> about(Machine machine, String disk) {
        return machine.unknowns().stream()
                .filter(it -> it.startsWith(disk + " ") || it.startsWith(disk + "p"))
                .toList();
    }

    private static BlockDevice device(Machine machine, String path) {
        return machine.device(path).orElseThrow();
    }

    private static PartitionEntry partition(Machine machine, String path) {
        return device(machine, path).partition().orElseThrow();
    }

    private static String run(String program, String... arguments) {
        return RUNNER.run(Command.of(program, arguments)).out();
    }
}
