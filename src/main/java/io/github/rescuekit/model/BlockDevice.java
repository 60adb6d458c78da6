package io.github.rescuekit.model;

import java.util.List;
import java.util.Optional;

/**
 * One block device.
 *
 * @param path the kernel's node, such as {@code /dev/sda1}
 * @param parents paths of the devices it is made of: the disk of a partition, the members of an array
 * @param links other names of the node under {@code /dev}, such as {@code /dev/disk/by-id/...}; empty without udev
 * @param tableType {@code gpt} or {@code dos} when the device holds a partition table
 * @param partition its row in the parent's partition table
 * @param filesystem what its superblock says
 * @param backingFile the file behind a loop device
 */
public record BlockDevice(
        String path,
        DeviceNumber number,
        DeviceKind kind,
        Bytes size,
        boolean readOnly,
        List<String> parents,
        List<String> links,
        Hardware hardware,
        Optional<String> tableType,
        Optional<PartitionEntry> partition,
        Optional<Filesystem> filesystem,
        Optional<String> backingFile) {

    /**
     * The directory in which a look keeps its throw-away overlays, inside its own mount namespace. A loop device over a
     * file in it is no part of the machine: it shows another device once more.
     */
    public static final String LOOK_DIRECTORY = "rescuekit-look";

    /** The drive behind a disk, as far as it tells. */
    public record Hardware(
            Optional<String> model,
            Optional<String> serial,
            Optional<String> wwn,
            Optional<String> transport,
            Optional<Boolean> rotational) {

        public static final Hardware UNKNOWN =
                new Hardware(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    public BlockDevice {
        parents = List.copyOf(parents);
        links = List.copyOf(links);
    }

    /** The same device with other contents. */
    public BlockDevice with(
            Optional<String> newTableType, Optional<PartitionEntry> newPartition, Optional<Filesystem> newFilesystem) {
        return new BlockDevice(
                path,
                number,
                kind,
                size,
                readOnly,
                parents,
                links,
                hardware,
                newTableType,
                newPartition,
                newFilesystem,
                backingFile);
    }

    public String name() {
        return path.substring("/dev/".length());
    }

    public boolean isWholeDisk() {
        return parents.isEmpty();
    }

    public boolean holds(String filesystemType) {
        return filesystem.filter(it -> it.type().equals(filesystemType)).isPresent();
    }

    public Optional<String> uuid() {
        return filesystem.flatMap(Filesystem::uuid);
    }

    public Optional<String> label() {
        return filesystem.flatMap(Filesystem::label);
    }
}
