package io.github.rescuekit.model;

import java.util.List;
import java.util.Set;

/**
 * One volume of LVM: lvm(8).
 *
 * @param groupUuid two volume groups can have one name
 * @param layout such as {@code linear}, {@code striped}, {@code thin,sparse}
 * @param role such as {@code public}, or {@code public,snapshot,thicksnapshot}
 */
public record LogicalVolume(String group, String groupUuid, String name, String layout, String role) {

    private static final Set<String> QUIET_LAYOUTS = Set.of("linear", "striped", "thin,sparse");

    /** Its node in {@code /dev/mapper}, where a dash inside a name is doubled. */
    public String path() {
        return "/dev/mapper/" + group.replace("-", "--") + "-" + name.replace("-", "--");
    }

    /**
     * True when switching it on writes nothing: caches, mirrors and RAID keep books on their disks that begin with that. A
     * thin volume and the origin of a snapshot write theirs when they are written to.
     */
    public boolean isSilent() {
        return QUIET_LAYOUTS.contains(layout);
    }

    /** An older picture of another volume. */
    public boolean isSnapshot() {
        return hasRole("snapshot");
    }

    /** Part of another volume, such as a pool; nothing that holds a filesystem. */
    public boolean isPart() {
        return hasRole("private");
    }

    private boolean hasRole(String word) {
        return List.of(role.split(",")).contains(word);
    }
}
