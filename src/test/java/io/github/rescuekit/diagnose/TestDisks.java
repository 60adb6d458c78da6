package io.github.rescuekit.diagnose;

import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.DeviceKind;
import io.github.rescuekit.model.DeviceNumber;
import io.github.rescuekit.model.Filesystem;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.MdArray;
import io.github.rescuekit.model.MountEntry;
import io.github.rescuekit.model.PartitionEntry;
import io.github.rescuekit.model.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A machine for tests, disk by disk; a partition belongs to the disk before it. */
public final class TestDisks {

    private final List<BlockDevice> devices = new ArrayList<>();
    private final List<MdArray> arrays = new ArrayList<>();
    private final List<MountEntry> mounts = new ArrayList<>();

    public TestDisks disk(String path) {
        return add(path, DeviceKind.DISK, List.of(), Optional.of("gpt"), Optional.empty(), Optional.empty());
    }

    /** A partition with a filesystem; the UUID is made of the path unless another is given. */
    public TestDisks partition(String path, String type) {
        return partition(path, type, "uuid-of-" + path, "");
    }

    public TestDisks partition(String path, String type, String uuid, String label) {
        Filesystem filesystem = new Filesystem(
                type,
                Usage.ofType(type),
                Optional.of(uuid),
                Optional.of(label).filter(it -> !it.isEmpty()),
                Optional.empty());
        return partition(path, Optional.empty(), Optional.of(filesystem));
    }

    public TestDisks partitionOfType(String path, String type) {
        return partition(path, Optional.of(type), Optional.empty());
    }

    /** An EFI system partition; its PARTUUID is {@code part-} and its name. */
    public TestDisks esp(String path, String uuid) {
        partition(path, "vfat", uuid, "");
        return last(it -> it.with(
                it.tableType(),
                it.partition()
                        .map(row -> new PartitionEntry(
                                row.number(),
                                Optional.of(PartitionEntry.EFI_SYSTEM),
                                Optional.of("part-" + it.name()),
                                row.label(),
                                row.start())),
                it.filesystem()));
    }

    /** A member of an array, with the version of its metadata. */
    public TestDisks member(String path, String metadata) {
        partition(path, "linux_raid_member");
        return last(it -> it.with(
                it.tableType(),
                it.partition(),
                it.filesystem()
                        .map(superblock -> new Filesystem(
                                superblock.type(),
                                superblock.usage(),
                                superblock.uuid(),
                                superblock.label(),
                                Optional.of(metadata)))));
    }

    private TestDisks last(UnaryOperator<BlockDevice> change) {
        int last = devices.size() - 1;
        devices.set(last, change.apply(devices.get(last)));
        return this;
    }

    /** What lies in a device: an unlocked or a logical volume, an array. */
    public TestDisks layer(DeviceKind kind, String path, String type, String uuid, String... parents) {
        Filesystem filesystem =
                new Filesystem(type, Usage.ofType(type), Optional.of(uuid), Optional.empty(), Optional.empty());
        return add(path, kind, List.of(parents), Optional.empty(), Optional.empty(), Optional.of(filesystem));
    }

    /** A running array; a member is a path, with its flags of mdstat behind it, such as {@code /dev/sdb2(S)}. */
    public TestDisks array(String path, String level, String type, String uuid, String... members) {
        List<MdArray.Member> all = Stream.of(members)
                .map(it -> it.split("[()]", -1))
                .map(it -> new MdArray.Member(it[0], 0, it.length > 1 ? it[1] : ""))
                .toList();
        arrays.add(new MdArray(path, "active", Optional.of(level), all, List.of(), Optional.empty()));
        return layer(
                DeviceKind.RAID,
                path,
                type,
                uuid,
                all.stream().map(MdArray.Member::path).toArray(String[]::new));
    }

    /** The running system is on that device. */
    public TestDisks running(String path) {
        DeviceNumber number = machine().device(path).orElseThrow().number();
        mounts.add(new MountEntry(1, 0, number, "/", "/", List.of("rw"), "ext4", path, List.of("rw")));
        return this;
    }

    public Machine machine() {
        return new Machine(devices, mounts, List.of(), arrays, List.of());
    }

    private TestDisks partition(String path, Optional<String> type, Optional<Filesystem> filesystem) {
        String disk = devices.stream()
                .filter(BlockDevice::isWholeDisk)
                .reduce((first, last) -> last)
                .orElseThrow()
                .path();
        PartitionEntry entry = new PartitionEntry(
                devices.size(), type, Optional.of("part-" + path), Optional.empty(), Optional.empty());
        return add(path, DeviceKind.PARTITION, List.of(disk), Optional.empty(), Optional.of(entry), filesystem);
    }

    private TestDisks add(
            String path,
            DeviceKind kind,
            List<String> parents,
            Optional<String> table,
            Optional<PartitionEntry> entry,
            Optional<Filesystem> filesystem) {
        devices.add(new BlockDevice(
                path,
                new DeviceNumber(8, devices.size()),
                kind,
                Bytes.gib(10),
                false,
                parents,
                List.of(),
                BlockDevice.Hardware.UNKNOWN,
                table,
                entry,
                filesystem,
                Optional.empty()));
        return this;
    }
}
