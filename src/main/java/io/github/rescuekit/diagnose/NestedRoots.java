package io.github.rescuekit.diagnose;

import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.installed.SystemFile;
import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.model.BlockDevice;
import java.util.List;
import java.util.stream.Stream;

/** Finds the roots that lie in directories of an installed system, where containers, chroots and copies are kept. */
final class NestedRoots {

    private record Place(String pattern, RootKind kind, String owner) {}

    private static final List<Place> PLACES = List.of(
            new Place("/var/lib/docker/overlay2/*/diff", RootKind.CONTAINER, "docker"),
            new Place("/var/lib/docker/aufs/diff/*", RootKind.CONTAINER, "docker"),
            new Place("/var/lib/containers/storage/overlay/*/diff", RootKind.CONTAINER, "podman"),
            new Place("/var/lib/lxc/*/rootfs", RootKind.CONTAINER, "LXC"),
            new Place("/var/lib/lxd/storage-pools/*/containers/*/rootfs", RootKind.CONTAINER, "LXD"),
            new Place("/var/lib/machines/*", RootKind.CONTAINER, "systemd-nspawn"),
            new Place("/var/lib/vz/private/*", RootKind.CONTAINER, "OpenVZ"),
            new Place("/vz/private/*", RootKind.CONTAINER, "OpenVZ"),
            new Place("/home/virtfs/*", RootKind.CHROOT, "cPanel jail"),
            new Place("/srv/chroot/*", RootKind.CHROOT, "schroot"),
            new Place("/var/chroot/*", RootKind.CHROOT, "chroot directory"),
            new Place("/chroot/*", RootKind.CHROOT, "chroot directory"),
            new Place("/backup", RootKind.BACKUP, "backup"),
            new Place("/backup/*", RootKind.BACKUP, "backup"),
            new Place("/backups/*", RootKind.BACKUP, "backup"),
            new Place("/var/backups/*", RootKind.BACKUP, "backup"),
            new Place("/mnt/*", RootKind.BACKUP, "copy"),
            new Place("/root/*", RootKind.BACKUP, "copy"));

    // A docker server has thousands of layers; the first ones tell what is there.
    private static final int MOST_OF_A_PLACE = 20;

    private NestedRoots() {}

    static List<NestedRoot> of(InstalledSystem system, BlockDevice device) {
        return PLACES.stream()
                .flatMap(place -> rootsAt(place, system.files(), device))
                .toList();
    }

    private static Stream<NestedRoot> rootsAt(Place place, SystemFiles files, BlockDevice device) {
        return files.glob(place.pattern()).stream()
                .filter(SystemFile::isDirectory)
                .map(SystemFile::path)
                .filter(path -> looksLikeARoot(files, path))
                .limit(MOST_OF_A_PLACE)
                .map(path -> new NestedRoot(device, path, place.kind(), place.owner()));
    }

    private static boolean looksLikeARoot(SystemFiles files, String path) {
        return (files.exists(path + "/usr") || files.exists(path + "/bin"))
                && Stream.of("/etc/os-release", "/usr/lib/os-release", "/etc/passwd", "/etc/fstab")
                        .anyMatch(it -> files.findWithoutFollowing(path + it).isPresent());
    }
}
