package io.github.rescuekit.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.DeviceKind;
import io.github.rescuekit.model.DeviceNumber;
import io.github.rescuekit.model.Filesystem;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.MdArray;
import io.github.rescuekit.model.MountEntry;
import io.github.rescuekit.model.PartitionEntry;
import io.github.rescuekit.model.SwapArea;
import io.github.rescuekit.model.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DisksReportTest {

    private static final String LINUX = "0fc63daf-8483-4772-8e79-3d69d8477de4";

    private final List<BlockDevice> devices = new ArrayList<>();
    private final List<MountEntry> mounts = new ArrayList<>();
    private final List<SwapArea> swaps = new ArrayList<>();
    private final List<MdArray> arrays = new ArrayList<>();
    private final List<String> unknowns = new ArrayList<>();

    @Test
    void showsATreeThatFitsEightyColumns() {
        disk("/dev/sda", 8, 0, "gpt");
        partition("/dev/sda1", 8, 1, "/dev/sda", PartitionEntry.BIOS_BOOT, Optional.empty());
        partition("/dev/sda2", 8, 2, "/dev/sda", LINUX, filesystem("ext4", Usage.FILESYSTEM, "root"));
        partition("/dev/sda3", 8, 3, "/dev/sda", LINUX, filesystem("linux_raid_member", Usage.RAID, "x:0"));
        partition("/dev/sda4", 8, 4, "/dev/sda", LINUX, Optional.empty());
        add("/dev/md0", 9, 0, DeviceKind.RAID, filesystem("crypto_LUKS", Usage.CRYPTO, ""), "/dev/sda3");
        disk("/dev/vda", 254, 0, "dos");
        partition("/dev/vda1", 254, 1, "/dev/vda", "0x83", filesystem("ext4", Usage.FILESYSTEM, ""));
        mount(254, 1, "/");
        arrays.add(new MdArray(
                "/dev/md0",
                "active",
                Optional.of("raid1"),
                List.of(new MdArray.Member("/dev/sda3", 0, "")),
                List.of(true, false),
                Optional.empty()));

        assertThat(text(80)).isEqualTo("""
                DEVICE             SIZE  CONTENTS
                /dev/sda       10.0 GiB  disk, GPT
                  /dev/sda1     1.0 GiB  BIOS boot
                  /dev/sda2     1.0 GiB  ext4 "root"
                  /dev/sda3     1.0 GiB  member of /dev/md0
                    /dev/md0    1.0 GiB  raid1, DEGRADED [U_], LUKS, locked
                  /dev/sda4     1.0 GiB  for Linux, nothing recognized on it
                /dev/vda       10.0 GiB  THIS RESCUE SYSTEM, disk, MBR
                  /dev/vda1     1.0 GiB  ext4, mounted at /

                Next: rescuekit systems
                """);
    }

    @Test
    void showsUuidsOnAWideTerminal() {
        add("/dev/sda", 8, 0, DeviceKind.DISK, filesystem("ext4", Usage.FILESYSTEM, "root"));

        assertThat(text(80)).doesNotContain("UUID");
        assertThat(text(120)).contains("ext4 \"root\", UUID 1b2ad5bd-1b0f-4f9b-8a3e-5e4a9a0f7a31");
    }

    @Test
    void breaksLongLinesBelowTheContents() {
        add(
                "/dev/sda",
                8,
                0,
                DeviceKind.DISK,
                filesystem("ext4", Usage.FILESYSTEM, "a label of some words that is long"));
        mount(8, 0, "/mnt/one");
        mount(8, 0, "/mnt/two");
        mount(8, 0, "/mnt/three");
        mount(8, 0, "/mnt/four");

        assertThat(text(80)).startsWith("""
                DEVICE         SIZE  CONTENTS
                /dev/sda    1.0 GiB  disk, ext4 "a label of some words that is long", mounted at
                                     /mnt/one, /mnt/two, /mnt/three and 1 more
                """);
    }

    @Test
    void makesForeignTextSafeToShow() {
        add("/dev/sda", 8, 0, DeviceKind.DISK, filesystem("ext4", Usage.FILESYSTEM, "\u001b[31mred\n\u202eevil"));
        unknowns.add("nothing of \u001b]0;x\u0007");

        assertThat(text(80)).contains("\\x1b[31mred\\x0a\\u202eevil").doesNotContain("\u001b", "\u202e", "\u0007");
    }

    @Test
    void leavesOutDrivesWithoutAMedium() {
        devices.add(device("/dev/sr0", 11, 0, DeviceKind.ROM, Bytes.ZERO, Optional.empty(), Optional.empty()));

        assertThat(text(80)).startsWith("No block device was found.\n");
    }

    @Test
    void namesArraysThatDoNotRun() {
        arrays.add(new MdArray(
                "/dev/md127",
                "inactive",
                Optional.empty(),
                List.of(new MdArray.Member("/dev/sda3", 0, "S")),
                List.of(),
                Optional.empty()));

        assertThat(text(80)).contains("Arrays that do not run:\n  /dev/md127: inactive, of /dev/sda3\n");
    }

    @Test
    void saysWhatIsNotKnown() {
        unknowns.add("/dev/sdb could not be read: 'blkid -p -o export /dev/sdb' was stopped after 5 s");

        assertThat(text(80)).contains("""
                Not known:
                  - /dev/sdb could not be read: 'blkid -p -o export /dev/sdb' was stopped after
                    5 s
                """);
    }

    @Test
    void warnsOfASuspendedSystemAndShowsSwapInUse() {
        add("/dev/sda", 8, 0, DeviceKind.DISK, filesystem("swsuspend", Usage.OTHER, ""));
        add("/dev/sdb", 8, 16, DeviceKind.DISK, filesystem("swap", Usage.OTHER, ""));
        swaps.add(new SwapArea("/dev/sdb", Bytes.gib(1)));

        assertThat(text(80)).contains("disk, swap with a SUSPENDED system\n").contains("swap, swap in use\n");
    }

    @Test
    void givesTheSameAsJson() {
        disk("/dev/sda", 8, 0, "gpt");
        partition("/dev/sda1", 8, 1, "/dev/sda", LINUX, filesystem("ext4", Usage.FILESYSTEM, "root"));
        mount(8, 1, "/");
        unknowns.add("something");

        JsonObject json = report(80).json();

        assertThat(json.getAsJsonArray("devices").get(1))
                .hasToString("{\"path\":\"/dev/sda1\",\"number\":\"8:1\","
                        + "\"kind\":\"partition\",\"size\":1073741824,\"readOnly\":false,\"belongsToRescue\":true,"
                        + "\"parents\":[\"/dev/sda\"],\"links\":[],"
                        + "\"partition\":{\"number\":1,\"type\":\"" + LINUX + "\"},"
                        + "\"filesystem\":{\"type\":\"ext4\",\"usage\":\"filesystem\","
                        + "\"uuid\":\"1b2ad5bd-1b0f-4f9b-8a3e-5e4a9a0f7a31\",\"label\":\"root\"},"
                        + "\"mountPoints\":[\"/\"],\"swapInUse\":false}");
        assertThat(json.getAsJsonArray("unknowns")).hasToString("[\"something\"]");
    }

    private String text(int columns) {
        return report(columns).text(Style.PLAIN);
    }

    private DisksReport report(int columns) {
        return new DisksReport(new Machine(devices, mounts, swaps, arrays, unknowns), columns);
    }

    private void disk(String path, int major, int minor, String tableType) {
        devices.add(
                device(path, major, minor, DeviceKind.DISK, Bytes.gib(10), Optional.empty(), Optional.of(tableType)));
    }

    private void partition(
            String path, int major, int minor, String disk, String type, Optional<Filesystem> filesystem) {
        BlockDevice device =
                device(path, major, minor, DeviceKind.PARTITION, Bytes.gib(1), filesystem, Optional.empty(), disk);
        PartitionEntry entry =
                new PartitionEntry(minor, Optional.of(type), Optional.empty(), Optional.empty(), Optional.empty());
        devices.add(device.with(Optional.empty(), Optional.of(entry), filesystem));
    }

    private void add(
            String path, int major, int minor, DeviceKind kind, Optional<Filesystem> filesystem, String... parents) {
        devices.add(device(path, major, minor, kind, Bytes.gib(1), filesystem, Optional.empty(), parents));
    }

    private static BlockDevice device(
            String path,
            int major,
            int minor,
            DeviceKind kind,
            Bytes size,
            Optional<Filesystem> filesystem,
            Optional<String> tableType,
            String... parents) {
        return new BlockDevice(
                path,
                new DeviceNumber(major, minor),
                kind,
                size,
                false,
                List.of(parents),
                List.of(),
                BlockDevice.Hardware.UNKNOWN,
                tableType,
                Optional.empty(),
                filesystem,
                Optional.empty());
    }

    private static Optional<Filesystem> filesystem(String type, Usage usage, String label) {
        return Optional.of(new Filesystem(
                type,
                usage,
                Optional.of("1b2ad5bd-1b0f-4f9b-8a3e-5e4a9a0f7a31"),
                Optional.of(label).filter(it -> !it.isEmpty()),
                Optional.empty()));
    }

    private void mount(int major, int minor, String at) {
        mounts.add(new MountEntry(
                mounts.size(),
                0,
                new DeviceNumber(major, minor),
                "/",
                at,
                List.of("rw"),
                "ext4",
                "/dev/x",
                List.of("rw")));
    }
}
