package io.github.rescuekit.mount;

import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.DeviceKind;
import io.github.rescuekit.model.DeviceNumber;
import io.github.rescuekit.model.Filesystem;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.MountEntry;
import io.github.rescuekit.model.PartitionEntry;
import io.github.rescuekit.model.Usage;
import io.github.rescuekit.parse.DeviceName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A machine in words: each device is a line of its name, its type and what identifies it, such as {@code sda1 ext4 UUID=1
 * LABEL=x}. A partition follows its disk.
 */
final class TestMachine {

    private final List<BlockDevice> devices = new ArrayList<>();
    private final List<MountEntry> mounts = new ArrayList<>();
    private final List<String> unknowns = new ArrayList<>();

    static TestMachine with(String... lines) {
        TestMachine machine = new TestMachine();
        for (String line : lines) {
            machine.add(line);
        }
        return machine;
    }

    TestMachine runningFrom(String path) {
        mounts.add(new MountEntry(1, 0, device(path).number(), "/", "/", List.of("rw"), "ext4", path, List.of("rw")));
        return this;
    }

    TestMachine thatCouldNotRead(String path) {
        unknowns.add(path + " could not be read: blkid was stopped after 2 s");
        return this;
    }

    Machine machine() {
        return new Machine(devices, mounts, List.of(), List.of(), unknowns);
    }

    BlockDevice device(String path) {
        return machine().device(path).orElseThrow();
    }

    private void add(String line) {
        String[] words = line.split(" ", -1);
        Map<String, String> values = List.of(words).stream()
                .filter(word -> word.indexOf('=') > 0)
                .collect(Collectors.toMap(
                        word -> word.substring(0, word.indexOf('=')), word -> word.substring(word.indexOf('=') + 1)));
        String path = "/dev/" + words[0];
        DeviceName name = DeviceName.parse(path);
        boolean partition = name.isPartition() && machine().device(name.disk()).isPresent();
        devices.add(new BlockDevice(
                path,
                new DeviceNumber(8, devices.size()),
                kind(words[0], partition),
                Bytes.gib(1),
                false,
                parents(name, partition, values),
                list(values, "LINK"),
                new BlockDevice.Hardware(
                        Optional.empty(),
                        Optional.ofNullable(values.get("SERIAL")),
                        Optional.ofNullable(values.get("WWN")),
                        Optional.empty(),
                        Optional.empty()),
                Optional.empty(),
                partition ? Optional.of(row(name, values)) : Optional.empty(),
                words.length > 1 && words[1].indexOf('=') < 0 && !words[1].equals("disk")
                        ? Optional.of(filesystem(words[1], values))
                        : Optional.empty(),
                Optional.ofNullable(values.get("FILE"))));
    }

    private static DeviceKind kind(String name, boolean partition) {
        if (partition) {
            return DeviceKind.PARTITION;
        }
        if (name.startsWith("md")) {
            return DeviceKind.RAID;
        }
        return name.startsWith("mapper/")
                ? DeviceKind.LVM
                : name.startsWith("loop") ? DeviceKind.LOOP : DeviceKind.DISK;
    }

    private static List<String> parents(DeviceName name, boolean partition, Map<String, String> values) {
        return partition ? List.of(name.disk()) : list(values, "ON");
    }

    private static List<String> list(Map<String, String> values, String key) {
        return values.containsKey(key) ? List.of(values.get(key).split(",", -1)) : List.of();
    }

    private static PartitionEntry row(DeviceName name, Map<String, String> values) {
        return new PartitionEntry(
                name.partition().orElseThrow(),
                Optional.ofNullable(values.get("TYPE")),
                Optional.ofNullable(values.get("PARTUUID")),
                Optional.ofNullable(values.get("PARTLABEL")),
                Optional.empty());
    }

    private static Filesystem filesystem(String type, Map<String, String> values) {
        Usage usage = type.endsWith("_member") ? Usage.RAID : type.equals("swap") ? Usage.OTHER : Usage.FILESYSTEM;
        return new Filesystem(
                type,
                usage,
                Optional.ofNullable(values.get("UUID")),
                Optional.ofNullable(values.get("LABEL")),
                Optional.empty());
    }
}
