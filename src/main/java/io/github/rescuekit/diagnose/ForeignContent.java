package io.github.rescuekit.diagnose;

import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Filesystem;
import java.util.Map;
import java.util.Optional;

/** What other systems than Linux keep on a disk, and how a person looks at it without writing to it. */
final class ForeignContent {

    private static final String DEVICE = "DEVICE";
    private static final String LABEL = "LABEL";
    private static final String VMFS =
            "VMFS of VMware ESXi; to look at it: vmfs6-fuse DEVICE /media (VMFS 5 and older: vmfs-fuse), with all its devices";

    // The types are blkid's.
    private static final Map<String, String> WORDS = Map.of(
            "VMFS_volume_member",
            VMFS,
            "VMFS",
            VMFS,
            "ufs",
            "UFS of FreeBSD; to look at it: mount -t ufs -o ro,ufstype=ufs2 DEVICE /media (UFS 1: ufstype=44bsd)",
            "ntfs",
            "NTFS of Windows; to look at it: mount -t ntfs-3g -o ro DEVICE /media",
            "zfs_member",
            "member of the ZFS pool LABEL; to look at it: zpool import -f -o readonly=on -R /media LABEL");

    private ForeignContent() {}

    /** In words; empty for what is Linux's own. */
    static Optional<String> of(BlockDevice device, Filesystem filesystem) {
        return Optional.ofNullable(WORDS.get(filesystem.type()))
                .map(it -> it.replace(DEVICE, device.path())
                        .replace(LABEL, filesystem.label().orElse("(see 'zpool import')")));
    }
}
