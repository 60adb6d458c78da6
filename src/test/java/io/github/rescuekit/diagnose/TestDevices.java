package io.github.rescuekit.diagnose;

import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.DeviceKind;
import io.github.rescuekit.model.DeviceNumber;
import io.github.rescuekit.model.Filesystem;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.Usage;
import java.util.List;
import java.util.Optional;

/** Devices of machines that exist only in tests. */
public final class TestDevices {

    private TestDevices() {}

    public static BlockDevice disk(String path) {
        return device(path, DeviceKind.DISK, List.of(), Optional.empty());
    }

    public static BlockDevice partition(String path, String parent, String type) {
        return device(path, DeviceKind.PARTITION, List.of(parent), Optional.of(filesystem(type)));
    }

    public static BlockDevice device(
            String path, DeviceKind kind, List<String> parents, Optional<Filesystem> filesystem) {
        return new BlockDevice(
                path,
                new DeviceNumber(8, Math.floorMod(path.hashCode(), 1000)),
                kind,
                Bytes.gib(1),
                false,
                parents,
                List.of(),
                BlockDevice.Hardware.UNKNOWN,
                Optional.empty(),
                Optional.empty(),
                filesystem,
                Optional.empty());
    }

    public static Filesystem filesystem(String type) {
        Usage usage = type.endsWith("_member") ? Usage.RAID : Usage.FILESYSTEM;
        return new Filesystem(type, usage, Optional.of("0b0e2a2e"), Optional.empty(), Optional.empty());
    }

    public static Machine machine(BlockDevice... devices) {
        return new Machine(List.of(devices), List.of(), List.of(), List.of(), List.of());
    }
}
