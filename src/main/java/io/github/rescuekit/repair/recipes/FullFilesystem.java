package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.installed.FilesystemSpace;
import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.installed.SystemFile;
import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.Filesystem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A filesystem of an installed system with hardly any room left.
 *
 * @param mountPoint where it is mounted
 */
record FullFilesystem(String mountPoint, FilesystemSpace space) {

    private static final long HUNDRED = 100;
    private static final Bytes ENOUGH_ON_ANY = Bytes.mib(512);
    private static final Bytes GOAL = Bytes.gib(2);
    private static final int GOAL_PART = 20;
    // Each costs room in the journal, which may be on this very filesystem.
    private static final int MOST_MOVED = 40;

    /** Of one kind. */
    record Pile(Reclaimable kind, List<SystemFile> files) {

        Pile {
            files = List.copyOf(files);
        }

        Bytes size() {
            return sum(files);
        }
    }

    /** Those of the root and of /var that are full; what is not mounted is part of another. */
    static List<FullFilesystem> of(InstalledSystem system) {
        List<FullFilesystem> full = new ArrayList<>();
        mountPoints(system)
                .forEach(mountPoint -> system.files()
                        .space(mountPoint)
                        .filter(FullFilesystem::isFull)
                        .filter(space -> full.stream().noneMatch(it -> it.space.isSameAs(space)))
                        .ifPresent(space -> full.add(new FullFilesystem(mountPoint, space))));
        return full;
    }

    /** The root, /var and what is mounted below it. */
    static Stream<String> mountPoints(InstalledSystem system) {
        return Stream.concat(
                Stream.of("/"),
                PlannedMounts.of(system).mounts().stream()
                        .map(PlannedMount::mountPoint)
                        .filter(it -> it.equals("/var") || it.startsWith("/var/"))
                        .sorted());
    }

    private static boolean isFull(FilesystemSpace space) {
        return space.total().isMoreThan(new Bytes(space.usable().count() * HUNDRED))
                && ENOUGH_ON_ANY.isMoreThan(space.usable());
    }

    /** Not even root can write. */
    boolean isFullForRoot() {
        return space.total().isMoreThan(new Bytes(space.free().count() * HUNDRED));
    }

    boolean holds(SystemFiles files, String path) {
        return files.space(path).filter(space::isSameAs).isPresent();
    }

    /** What lies on it and is of use to no running program, the largest first. */
    List<Pile> piles(SystemFiles files) {
        Map<String, Boolean> isHere = new HashMap<>();
        return Stream.of(Reclaimable.values())
                .map(kind -> new Pile(
                        kind,
                        kind.in(files).stream()
                                .filter(it -> isHere.computeIfAbsent(directory(it.path()), at -> holds(files, at)))
                                .toList()))
                .filter(it -> it.size().isMoreThan(Bytes.ZERO))
                .sorted(Comparator.comparing(Pile::size).reversed())
                .toList();
    }

    /** The largest files of all kinds, until a part of the filesystem is free again; as few as will do. */
    List<SystemFile> toMove(SystemFiles files) {
        List<SystemFile> largest = piles(files).stream()
                .flatMap(it -> it.files().stream())
                .sorted(Comparator.comparing(SystemFile::size).reversed().thenComparing(SystemFile::path))
                .limit(MOST_MOVED)
                .toList();
        List<SystemFile> chosen = new ArrayList<>();
        for (SystemFile file : largest) {
            if (!space.usable().plus(sum(chosen)).isMoreThan(goal())) {
                chosen.add(file);
            }
        }
        return chosen;
    }

    private Bytes goal() {
        Bytes part = new Bytes(space.total().count() / GOAL_PART);
        return part.isMoreThan(GOAL) ? GOAL : part;
    }

    /** The kernels behind the two newest, with the room that each takes here. */
    Map<String, Bytes> oldKernels(InstalledSystem system) {
        Map<String, Bytes> sizes = new LinkedHashMap<>();
        system.kernels().stream()
                .skip(2)
                .map(it -> it.release())
                .distinct()
                .forEach(release -> system.files()
                        .find("/lib/modules/" + release)
                        .filter(it -> it.isDirectory() && holds(system.files(), it.path()))
                        .ifPresent(it -> sizes.put(release, sizeBelow(system.files(), it.path()))));
        return sizes;
    }

    private static Bytes sizeBelow(SystemFiles files, String directory) {
        Bytes size = Bytes.ZERO;
        for (SystemFile entry : files.entries(directory)) {
            size = size.plus(entry.isDirectory() ? sizeBelow(files, entry.path()) : entry.size());
        }
        return size;
    }

    /** What it is mounted from, as far as fstab names it by its UUID, its label or its node. */
    Optional<BlockDevice> device(InstalledSystem system) {
        if (mountPoint.equals("/")) {
            return system.rootDevice();
        }
        return PlannedMounts.of(system).mounts().stream()
                .filter(it -> it.mountPoint().equals(mountPoint) && !it.isBind())
                .flatMap(it -> system.machine().devices().stream().filter(device -> isSource(it.source(), device)))
                .findFirst();
    }

    private static boolean isSource(String source, BlockDevice device) {
        return Stream.of(
                        Optional.of(device.path()),
                        device.uuid().map(it -> "UUID=" + it),
                        device.filesystem().flatMap(Filesystem::label).map(it -> "LABEL=" + it))
                .flatMap(Optional::stream)
                .anyMatch(source::equals);
    }

    static Bytes sum(List<SystemFile> files) {
        return files.stream().map(SystemFile::size).reduce(Bytes.ZERO, Bytes::plus);
    }

    static String directory(String path) {
        return path.substring(0, Math.max(1, path.lastIndexOf('/')));
    }
}
