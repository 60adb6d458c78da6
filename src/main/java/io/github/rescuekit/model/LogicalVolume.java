package io.github.rescuekit.model;

/**
 * One volume of LVM: lvm(8).
 *
 * @param groupUuid two volume groups can have one name
 * @param layout such as {@code linear}, {@code striped}, {@code thin,sparse}
 * @param role such as {@code public}, or {@code public,snapshot,thicksnapshot}
 */
public record LogicalVolume(String group, String groupUuid, String name, String layout, String role) {

    /** Its node in {@code /dev/mapper}, where a dash inside a name is doubled. */
    public String path() {
        return "/dev/mapper/" + group.replace("-", "--") + "-" + name.replace("-", "--");
    }

    /** True when switching it on writes nothing: caches, pools, mirrors and snapshots keep books on their disks. */
    public boolean isPlain() {
        return (layout.equals("linear") || layout.equals("striped")) && role.equals("public");
    }
}
