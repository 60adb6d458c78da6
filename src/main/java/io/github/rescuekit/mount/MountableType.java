package io.github.rescuekit.mount;

import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Filesystem;
import io.github.rescuekit.model.RescueException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The filesystems of disks that are ever mounted. A crafted one of a rare type would attack the kernel (S05). */
enum MountableType {
    EXT2("ext2"),
    EXT3("ext3"),
    EXT4("ext4"),
    XFS("xfs"),
    BTRFS("btrfs"),
    VFAT("vfat"),
    SQUASHFS("squashfs"),
    ISO9660("iso9660");

    private final String word;

    MountableType(String word) {
        this.word = word;
    }

    static Optional<MountableType> of(String word) {
        return Arrays.stream(values()).filter(it -> it.word.equals(word)).findFirst();
    }

    /** That of a device; refuses what is never mounted. */
    static MountableType on(BlockDevice device) {
        return device.filesystem()
                .map(Filesystem::type)
                .flatMap(MountableType::of)
                .orElseThrow(() -> RescueException.refused(
                        "unknown-type",
                        device.path() + " holds no filesystem that is ever mounted",
                        "only " + words() + " are"));
    }

    /** All of them, for messages. */
    static String words() {
        return Arrays.stream(values()).map(MountableType::word).collect(Collectors.joining(", "));
    }

    /** The type as mount(8) and blkid(8) spell it. */
    String word() {
        return word;
    }

    /** Options that keep the kernel from writing; several lists are tried in their order. */
    List<List<String>> accesses() {
        return this == BTRFS ? List.of(List.of("ro", "loop"), List.of("ro")) : List.of(List.of("ro", "loop"));
    }

    /** Options that keep the kernel from replaying the journal; several lists are tried in their order. */
    List<List<String>> withoutReplay() {
        return switch (this) {
            case EXT3, EXT4 -> List.of(List.of("noload"));
            case XFS -> List.of(List.of("norecovery", "nouuid"));
            // The second spelling is for kernels before 5.9.
            case BTRFS -> List.of(List.of("rescue=nologreplay"), List.of("nologreplay"));
            case EXT2, VFAT, SQUASHFS, ISO9660 -> List.of(List.of());
        };
    }

    /** Options with which it is looked at although devices of it are missing; empty when it has only one. */
    Optional<String> withoutAllDevices() {
        return this == BTRFS ? Optional.of("degraded") : Optional.empty();
    }

    /**
     * Options without which damage can take the rescue system down with it: "tune2fs -e panic" notes in the superblock
     * that the kernel shall stop at the first error. The last word on the list counts.
     */
    List<String> sparingTheKernel() {
        return switch (this) {
            case EXT2, EXT3, EXT4 -> List.of("errors=remount-ro");
            case XFS, BTRFS, VFAT, SQUASHFS, ISO9660 -> List.of();
        };
    }

    /** Options without which a copy beside the original is refused. */
    List<String> besideItsOriginal() {
        return this == XFS ? List.of("nouuid") : List.of();
    }
}
