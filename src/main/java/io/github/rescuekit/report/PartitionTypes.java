package io.github.rescuekit.report;

import io.github.rescuekit.model.PartitionEntry;
import java.util.Map;
import java.util.Optional;

/** Words for the types of partitions that servers have. */
final class PartitionTypes {

    // What the filesystem on it says better; the words only matter when there is none.
    private static final Map<String, String> PLAIN = Map.ofEntries(
            Map.entry("0x83", "for Linux"),
            Map.entry("0x82", "for Linux swap"),
            Map.entry("0x8e", "for LVM"),
            Map.entry("0xfd", "for RAID"),
            Map.entry("0x7", "for NTFS"),
            Map.entry("0xb", "for FAT"),
            Map.entry("0xc", "for FAT"),
            Map.entry("0fc63daf-8483-4772-8e79-3d69d8477de4", "for Linux"),
            Map.entry("0657fd6d-a4ab-43c4-84e5-0933c84b4f4f", "for Linux swap"),
            Map.entry("e6d6d379-f507-44c2-a23c-238f2a3df928", "for LVM"),
            Map.entry("a19d880f-05fc-4d3b-a006-743f0f84911e", "for RAID"),
            Map.entry("ca7d7ccb-63ed-4c53-861c-1742536059cc", "for LUKS"),
            Map.entry("4f68bce3-e8cd-4db1-96e7-fbcaf984b709", "for Linux /"),
            Map.entry("933ac7e1-2eb4-4f13-b844-0e14e2aef915", "for Linux /home"),
            Map.entry("3b8f8425-20e0-4f3b-907f-1a25a76f98e8", "for Linux /srv"),
            Map.entry("ebd0a0a2-b9e5-4433-87c0-68b6b72699c7", "for Windows data"));
    private static final Map<String, String> SPECIAL = Map.ofEntries(
            Map.entry("0x5", "extended"),
            Map.entry("0xf", "extended"),
            Map.entry("0x85", "extended"),
            Map.entry("0xef", "EFI system"),
            Map.entry("0xee", "protective entry of a GPT"),
            Map.entry("0xa5", "FreeBSD slice"),
            Map.entry("0xa6", "OpenBSD slice"),
            Map.entry("0xfb", "VMware VMFS"),
            Map.entry(PartitionEntry.BIOS_BOOT, "BIOS boot"),
            Map.entry(PartitionEntry.EFI_SYSTEM, "EFI system"),
            Map.entry("9e1a2d38-c612-4316-aa26-8b49521e5a8b", "PReP boot"),
            Map.entry("e3c9e316-0b5c-4db8-817d-f92df00215ae", "reserved by Windows"),
            Map.entry("de94bba4-06d1-4d40-a16a-bfd50179d6ac", "Windows recovery"),
            Map.entry("aa31e02a-400f-11db-9590-000c2911d1b8", "VMware VMFS"),
            Map.entry("83bd6b9d-7f41-11dc-be0b-001560b84f0f", "FreeBSD boot"),
            Map.entry("516e7cb5-6ecf-11d6-8ff8-00022d09712b", "FreeBSD swap"),
            Map.entry("516e7cb6-6ecf-11d6-8ff8-00022d09712b", "FreeBSD UFS"),
            Map.entry("516e7cba-6ecf-11d6-8ff8-00022d09712b", "FreeBSD ZFS"));

    private PartitionTypes() {}

    /** A type that says something that no filesystem says, such as {@code EFI system}. */
    static Optional<String> special(PartitionEntry partition) {
        return partition.type().flatMap(type -> Optional.ofNullable(SPECIAL.get(type)));
    }

    /** A type that says what should be on the partition. */
    static Optional<String> plain(PartitionEntry partition) {
        return partition.type().flatMap(type -> Optional.ofNullable(PLAIN.get(type)));
    }
}
