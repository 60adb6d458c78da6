package io.github.rescuekit.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.rescuekit.exec.ReplayRunner;
import io.github.rescuekit.exec.Result;
import io.github.rescuekit.exec.Runner;
import io.github.rescuekit.exec.Tape;
import io.github.rescuekit.exec.ToolFailedException;
import io.github.rescuekit.exec.Tools;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.DeviceKind;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.PartitionEntry;
import io.github.rescuekit.model.RescueException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineProbeTest {

    private static final String LSBLK = "lsblk --json -b -O";
    private static final String PAIRS = "lsblk -P -b -o NAME,KNAME,MAJ:MIN,TYPE,SIZE,RO,ROTA,MODEL,FSTYPE,LABEL,UUID";
    private static final String LOOP_AND_DISK = """
            {"blockdevices": [
              {"name":"loop0","kname":"loop0","path":"/dev/loop0","maj:min":"7:0","type":"loop","size":67108864,"ro":false,
               "children":[
                 {"name":"loop0p1","kname":"loop0p1","path":"/dev/loop0p1","maj:min":"259:0","type":"part",
                  "pkname":"loop0","size":8388608,"ro":false,"start":2048},
                 {"name":"loop0p2","kname":"loop0p2","path":"/dev/loop0p2","maj:min":"259:1","type":"part",
                  "pkname":"loop0","size":16777216,"ro":false,"start":18432}]},
              {"name":"sdb","kname":"sdb","path":"/dev/sdb","maj:min":"8:16","type":"disk","size":"1000","ro":"0"}]}
            """;

    private final List<Tape.Entry> tape = new ArrayList<>();
    private final Path root;
    private final Path bin;

    MachineProbeTest(@TempDir Path directory) throws IOException {
        root = Files.createDirectory(directory.resolve("root"));
        bin = Files.createDirectory(directory.resolve("bin"));
        has("lsblk", "blkid", "sfdisk");
        file("proc/self/mountinfo", "27 1 254:0 / / rw,relatime - ext4 /dev/root rw\n");
    }

    @Test
    void readsTheSuperblocksThatLsblkDoesNotTell() {
        answers(LSBLK, 0, LOOP_AND_DISK);
        answers("blkid -p -o export /dev/sdb", 2, "");
        answers("blkid -p -o export /dev/loop0 /dev/loop0p1 /dev/loop0p2", 0, """
                DEVNAME=/dev/loop0
                PTUUID=f97714e8-11a8-be40-8299-ea335eff9f98
                PTTYPE=gpt

                DEVNAME=/dev/loop0p1
                LABEL=root
                UUID=b5733911-9ec0-4207-8d7a-e43e27068082
                VERSION=1.0
                TYPE=ext4
                USAGE=filesystem
                PART_ENTRY_SCHEME=gpt
                PART_ENTRY_NAME=boot
                PART_ENTRY_UUID=075e0d6c-6d53-0647-b96c-905b2bb99060
                PART_ENTRY_TYPE=0fc63daf-8483-4772-8e79-3d69d8477de4
                PART_ENTRY_NUMBER=1
                PART_ENTRY_OFFSET=2048

                DEVNAME=/dev/loop0p2
                TYPE=swap
                USAGE=other
                PART_ENTRY_TYPE=0657fd6d-a4ab-43c4-84e5-0933c84b4f4f
                PART_ENTRY_NUMBER=2
                """);

        Machine machine = look();

        BlockDevice first = device(machine, "/dev/loop0p1");
        assertThat(first.kind()).isEqualTo(DeviceKind.PARTITION);
        assertThat(first.parents()).containsExactly("/dev/loop0");
        assertThat(first.label()).contains("root");
        assertThat(first.partition().orElseThrow().uuid()).contains("075e0d6c-6d53-0647-b96c-905b2bb99060");
        assertThat(first.partition().orElseThrow().start()).contains(Bytes.mib(1));
        assertThat(device(machine, "/dev/loop0p2").holds("swap")).isTrue();
        assertThat(device(machine, "/dev/loop0").tableType()).contains("gpt");
        assertThat(machine.unknowns())
                .containsExactly("/dev/sdb holds no partition table and no known superblock:"
                        + " it is empty, or its beginning is damaged");
    }

    @Test
    void asksAgainForTheDevicesAfterAnEmptyOne() {
        answers(LSBLK, 0, LOOP_AND_DISK);
        answers("blkid -p -o export /dev/loop0 /dev/loop0p1 /dev/loop0p2", 2, "DEVNAME=/dev/loop0\nPTTYPE=gpt\n");
        answers("blkid -p -o export /dev/loop0p2", 0, "DEVNAME=/dev/loop0p2\nTYPE=swap\n");
        answers("blkid -p -o export /dev/sdb", 0, "DEVNAME=/dev/sdb\nTYPE=xfs\n");
        answers("sfdisk --json /dev/loop0", 1, "");

        Machine machine = look();

        assertThat(device(machine, "/dev/loop0p2").holds("swap")).isTrue();
        assertThat(device(machine, "/dev/sdb").holds("xfs")).isTrue();
        assertThat(machine.unknowns()).anyMatch(it -> it.startsWith("/dev/loop0p1 holds no known superblock"));
    }

    @Test
    void saysThatSeveralSuperblocksContradictEachOther() {
        answers(LSBLK, 0, disk("sda", "8:0"));
        tape.add(new Tape.Entry(
                words("blkid -p -o export /dev/sda"),
                8,
                "",
                "blkid: /dev/sda: ambivalent result (probably more filesystems on the device, use wipefs(8) to see more"
                        + " details)\n"));

        assertThat(look().unknowns())
                .containsExactly("/dev/sda carries the superblocks of several filesystems, and blkid does not decide"
                        + " between them; 'wipefs /dev/sda' lists them");
    }

    @Test
    void readsTheExactLabelWhereTheExportFormatLostIt() {
        answers(LSBLK, 0, disk("sda", "8:0"));
        answers("blkid -p -o export /dev/sda", 0, "DEVNAME=/dev/sda\nLABEL=M-CM-$\\ b\nTYPE=ext4\n");
        answers("blkid -p -o udev /dev/sda", 0, "ID_FS_LABEL=ä_b\nID_FS_LABEL_ENC=ä\\x20b\nID_FS_TYPE=ext4\n");

        assertThat(device(look(), "/dev/sda").label()).contains("ä b");
    }

    @Test
    void listsTheOtherDisksWhenOneHangs() {
        Runner runner = command -> {
            if (command.toString().equals(LSBLK)) {
                return Result.of(0, "{\"blockdevices\":[" + row("sda", "8:0") + "," + row("sdb", "8:16") + "]}");
            }
            if (command.arguments().contains("/dev/sda")) {
                throw ToolFailedException.badExit(command, Result.of(137, ""));
            }
            return Result.of(0, "DEVNAME=/dev/sdb\nTYPE=ext4\n");
        };

        Machine machine = look(runner);

        assertThat(device(machine, "/dev/sdb").holds("ext4")).isTrue();
        assertThat(machine.unknowns()).hasSize(1).first().asString().startsWith("/dev/sda could not be read:");
    }

    @Test
    void waitsLongerForADeviceThatItAsksAlone() {
        answers(LSBLK, 0, LOOP_AND_DISK);
        answers("blkid -p -o export /dev/loop0", 0, "DEVNAME=/dev/loop0\nPTTYPE=gpt\n");
        answers("blkid -p -o export /dev/loop0p1", 0, "DEVNAME=/dev/loop0p1\nTYPE=ext4\n");
        answers("blkid -p -o export /dev/loop0p2", 0, "DEVNAME=/dev/loop0p2\nTYPE=swap\n");
        answers("blkid -p -o export /dev/sdb", 0, "DEVNAME=/dev/sdb\nTYPE=xfs\n");
        answers("sfdisk --json /dev/loop0", 1, "");
        Runner replay = new ReplayRunner(new Tape(tape));
        Runner late = command -> {
            if (command.program().equals("blkid") && command.limit().compareTo(Duration.ofSeconds(4)) < 0) {
                throw ToolFailedException.badExit(command, Result.of(137, ""));
            }
            return replay.run(command);
        };

        Machine machine = look(late);

        assertThat(device(machine, "/dev/loop0p1").holds("ext4")).isTrue();
        assertThat(device(machine, "/dev/loop0p2").holds("swap")).isTrue();
        assertThat(device(machine, "/dev/sdb").holds("xfs")).isTrue();
    }

    @Test
    void endsWhenTheOperatorInterruptsOneOfTheQuestions() {
        Runner runner = command -> {
            if (command.toString().equals(LSBLK)) {
                return Result.of(0, disk("sda", "8:0"));
            }
            throw new RescueException(ExitCode.INTERRUPTED, "interrupted", "start again");
        };

        assertThatExceptionOfType(RescueException.class)
                .isThrownBy(() -> look(runner))
                .satisfies(e -> assertThat(e.exitCode()).isEqualTo(ExitCode.INTERRUPTED));
    }

    @Test
    void asksSfdiskForPartitionsThatTheKernelDoesNotShow() {
        answers(LSBLK, 0, disk("sda", "8:0"));
        answers("blkid -p -o export /dev/sda", 0, "DEVNAME=/dev/sda\nPTTYPE=dos\n");
        answers("sfdisk --json /dev/sda", 0, """
                {"partitiontable": {"label":"dos", "id":"0x1234", "device":"/dev/sda", "unit":"sectors",
                 "partitions": [{"node":"/dev/sda1", "start":1, "size":1, "type":"83", "bootable":true}]}}
                """);

        Machine machine = look();

        assertThat(device(machine, "/dev/sda").tableType()).contains("dos");
        assertThat(machine.unknowns())
                .containsExactly("/dev/sda has a partition table with 1 partition that the kernel does not show;"
                        + " 'partx -a /dev/sda' adds it");
    }

    @Test
    void saysThatATableIsDamagedWhenItsPartitionsDoNotFitOnTheDisk() {
        answers(LSBLK, 0, disk("sda", "8:0"));
        answers("blkid -p -o export /dev/sda", 0, "DEVNAME=/dev/sda\nPTTYPE=PMBR\n");
        answers("sfdisk --json /dev/sda", 0, """
                Invalid flag 0x3ed4 of EBR (for partition 5) will be corrected by w(rite).
                {"partitiontable": {"label":"dos", "id":"0x1234", "device":"/dev/sda", "unit":"sectors", "partitions": [
                 {"node":"/dev/sda1", "start":0, "size":1, "type":"ee"},
                 {"node":"/dev/sda2", "start":2147483647, "size":2147483647, "type":"83"}]}}
                """);

        assertThat(look().unknowns())
                .containsExactly("/dev/sda has a damaged partition table:"
                        + " 1 of 2 partitions end beyond the end of the disk");
    }

    @Test
    void leavesOutTheOverlaysOfALook() throws IOException {
        answers(LSBLK, 0, """
                {"blockdevices": [{"name":"loop8","maj:min":"7:8","type":"loop","size":1000,"fstype":"ext4"}]}
                """);
        link("sys/dev/block/7:8", "../../devices/virtual/block/loop8");
        file("sys/class/block/loop8/loop/backing_file", "/tmp/rescuekit-look/0-sda1.replayed\n");

        assertThat(look().devices()).isEmpty();
    }

    @Test
    void saysNothingOfWhatItCannotReadOnItsOwnDisk() {
        answers(LSBLK, 0, disk("vda", "254:0"));
        tape.add(new Tape.Entry(
                words("blkid -p -o export /dev/vda"), 2, "", "blkid: error: /dev/vda: Operation not permitted\n"));

        assertThat(look().unknowns()).isEmpty();
    }

    @Test
    void takesPartitionRowsFromSfdiskWhereBlkidDoesNotTellThem() {
        answers(LSBLK, 0, LOOP_AND_DISK);
        answers("blkid -p -o export /dev/sdb", 0, "DEVNAME=/dev/sdb\nTYPE=xfs\n");
        answers("blkid -p -o export /dev/loop0 /dev/loop0p1 /dev/loop0p2", 0, """
                DEVNAME=/dev/loop0
                PTTYPE=gpt

                DEVNAME=/dev/loop0p1
                TYPE=ext4

                DEVNAME=/dev/loop0p2
                TYPE=swap
                """);
        answers("sfdisk --json /dev/loop0", 0, """
                {"partitiontable": {"label":"gpt", "device":"/dev/loop0", "unit":"sectors", "partitions": [
                 {"node":"/dev/loop0p1", "start":2048, "size":16384, "type":"0FC63DAF-8483-4772-8E79-3D69D8477DE4",
                  "uuid":"075E0D6C-6D53-0647-B96C-905B2BB99060", "name":"boot"}]}}
                """);

        assertThat(device(look(), "/dev/loop0p1").partition())
                .contains(new PartitionEntry(
                        1,
                        Optional.of("0fc63daf-8483-4772-8e79-3d69d8477de4"),
                        Optional.of("075e0d6c-6d53-0647-b96c-905b2bb99060"),
                        Optional.of("boot"),
                        Optional.of(Bytes.mib(1))));
    }

    @Test
    void fallsBackToPairsAndSysWithAnOldLsblk() throws IOException {
        sysPartition();
        tape.add(new Tape.Entry(words(LSBLK), 1, "", "lsblk: unrecognized option '--json'\n"));
        answers(PAIRS, 0, """
                NAME="sda" KNAME="sda" MAJ:MIN="8:0" TYPE="disk" SIZE="1048576" RO="0" ROTA="1" MODEL="QEMU HARDDISK   " FSTYPE="" LABEL="" UUID=""
                NAME="sda1" KNAME="sda1" MAJ:MIN="8:1" TYPE="part" SIZE="524288" RO="0" ROTA="1" MODEL="" FSTYPE="ext3" LABEL="/" UUID="1234"
                """);
        answers("blkid -p -o export /dev/sda", 0, "DEVNAME=/dev/sda\nPTTYPE=dos\n");
        answers("sfdisk --json /dev/sda", 1, "");

        Machine machine = look();

        assertThat(device(machine, "/dev/sda1").parents()).containsExactly("/dev/sda");
        assertThat(device(machine, "/dev/sda1").partition().orElseThrow().start())
                .contains(new Bytes(63 * 512));
        assertThat(device(machine, "/dev/sda").hardware().model()).contains("QEMU HARDDISK");
    }

    @Test
    void readsSysWhenLsblkIsMissing() throws IOException {
        Files.delete(bin.resolve("lsblk"));
        Files.delete(bin.resolve("blkid"));
        sysPartition();

        Machine machine = look();

        assertThat(machine.devices()).extracting(BlockDevice::path).containsExactly("/dev/sda", "/dev/sda1");
        assertThat(device(machine, "/dev/sda1").kind()).isEqualTo(DeviceKind.PARTITION);
        assertThat(device(machine, "/dev/sda1").parents()).containsExactly("/dev/sda");
        assertThat(machine.unknowns()).anyMatch(it -> it.startsWith("lsblk is not installed"));
        assertThat(machine.unknowns())
                .anyMatch(it -> it.startsWith("blkid is not installed"))
                .as("nobody looked whether it is empty")
                .noneMatch(it -> it.contains("holds no"));
    }

    @Test
    void knowsTheOtherNamesOfADevice() throws IOException {
        answers(LSBLK, 0, """
                {"blockdevices": [{"name":"vg0-my--root","kname":"dm-0","path":"/dev/mapper/vg0-my--root","maj:min":"252:0",
                  "type":"lvm","size":1000,"ro":false,"fstype":"ext4","uuid":"1234"}]}
                """);
        link("sys/dev/block/252:0", "../../devices/virtual/block/dm-0");
        link("dev/mapper/vg0-my--root", "../dm-0");
        link("dev/disk/by-uuid/1234", "../../dm-0");
        file("proc/swaps", "Filename\tType\tSize\tUsed\tPriority\n/dev/dm-0 partition 8 0 -2\n");

        Machine machine = look();

        BlockDevice device = device(machine, "/dev/mapper/vg0-my--root");
        assertThat(device.links()).containsExactly("/dev/dm-0", "/dev/disk/by-uuid/1234", "/dev/vg0/my-root");
        assertThat(machine.device("/dev/dm-0")).contains(device);
        assertThat(machine.isSwappedOn(device)).isTrue();
    }

    @Test
    void namesTheDeviceBehindDevRoot() {
        answers(
                LSBLK,
                0,
                "{\"blockdevices\":[{\"name\":\"vda\",\"maj:min\":\"254:0\",\"type\":\"disk\",\"size\":8,\"fstype\":\"ext4\"}]}");

        Machine machine = look();

        assertThat(machine.mounts().get(0).source()).isEqualTo("/dev/vda");
        assertThat(machine.belongsToRescue(device(machine, "/dev/vda"))).isTrue();
    }

    @Test
    void findsTheBtrfsBehindDevRootByTheBootParameter() throws IOException {
        file("proc/self/mountinfo", "27 1 0:25 /@ / rw,relatime - btrfs /dev/root rw\n");
        file("proc/cmdline", "quiet root=UUID=1234 ro\n");
        answers(
                LSBLK,
                0,
                "{\"blockdevices\":[{\"name\":\"vda\",\"maj:min\":\"254:0\",\"type\":\"disk\",\"size\":8,"
                        + "\"fstype\":\"btrfs\",\"uuid\":\"1234\"}]}");

        Machine machine = look();

        assertThat(machine.belongsToRescue(device(machine, "/dev/vda"))).isTrue();
    }

    @Test
    void saysWhichKernelFileItDoesNotUnderstand() throws IOException {
        answers(LSBLK, 0, "{\"blockdevices\":[]}");
        file("proc/self/mountinfo", "nonsense\n");
        file("proc/mdstat", "Personalities : [raid1]\nmd0 : active raid1 what\n");

        assertThat(look().unknowns())
                .containsExactly(
                        "/proc/self/mountinfo line 1 was not understood: nonsense",
                        "/proc/mdstat line 2 was not understood: md0 : active raid1 what");
    }

    private Machine look() {
        return look(new ReplayRunner(new Tape(tape)));
    }

    private Machine look(Runner runner) {
        return new MachineProbe(runner, new Tools(List.of(bin.toString())), root).look();
    }

    private static BlockDevice device(Machine machine, String path) {
        return machine.device(path).orElseThrow();
    }

    private void answers(String command, int exitCode, String out) {
        tape.add(new Tape.Entry(words(command), exitCode, out, ""));
    }

    private static List<String> words(String command) {
        return List.of(command.split(" "));
    }

    private static String disk(String name, String number) {
        return "{\"blockdevices\":[" + row(name, number) + "]}";
    }

    private static String row(String name, String number) {
        return "{\"name\":\"" + name + "\",\"maj:min\":\"" + number + "\",\"type\":\"disk\",\"size\":100000}";
    }

    private void sysPartition() throws IOException {
        file("sys/devices/pci/block/sda/dev", "8:0\n");
        file("sys/devices/pci/block/sda/size", "2048\n");
        file("sys/devices/pci/block/sda/sda1/dev", "8:1\n");
        file("sys/devices/pci/block/sda/sda1/size", "1024\n");
        file("sys/devices/pci/block/sda/sda1/partition", "1\n");
        file("sys/devices/pci/block/sda/sda1/start", "63\n");
        link("sys/class/block/sda", "../../devices/pci/block/sda");
        link("sys/class/block/sda1", "../../devices/pci/block/sda/sda1");
        link("sys/dev/block/8:0", "../../devices/pci/block/sda");
        link("sys/dev/block/8:1", "../../devices/pci/block/sda/sda1");
    }

    private void file(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private void link(String path, String target) throws IOException {
        Path link = root.resolve(path);
        Files.createDirectories(link.getParent());
        Files.createSymbolicLink(link, Path.of(target));
    }

    private void has(String... programs) throws IOException {
        for (String program : programs) {
            Files.createFile(
                    bin.resolve(program),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
    }
}
