package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.installed.InitSystem;
import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.installed.SystemFile;
import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.installed.SystemdUnits;
import io.github.rescuekit.installed.UnitSettings;
import io.github.rescuekit.installed.UnitSettings.Setting;
import io.github.rescuekit.model.FstabEntry;
import io.github.rescuekit.repair.recipes.PlannedMount.Stage;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** All mounts that an installed system will make at its next boot, as far as its files tell. */
record PlannedMounts(List<PlannedMount> mounts, boolean inParallel) {

    private static final List<String> RC_LOCAL = List.of("/etc/rc.d/rc.local", "/etc/rc.local");
    private static final List<String> UNIT_DIRECTORIES =
            List.of("/etc/systemd/system", "/usr/lib/systemd/system", "/lib/systemd/system");
    // Every systemd mounts these; no file lies on them, and nothing can be bound from them that a freeze would meet.
    private static final Set<String> OF_THE_KERNEL =
            Set.of("binfmt_misc", "configfs", "debugfs", "fusectl", "hugetlbfs", "mqueue", "tracefs");
    private static final int EXECUTABLE = 0_111;
    private static final int MOST_BINDS = 40;

    PlannedMounts {
        mounts = List.copyOf(mounts);
    }

    static PlannedMounts of(InstalledSystem system) {
        SystemFiles files = system.files();
        boolean systemd = system.init() == InitSystem.SYSTEMD;
        Stream<PlannedMount> units = systemd ? Stream.concat(mountUnits(files), services(files)) : Stream.empty();
        return new PlannedMounts(
                Stream.of(fstab(system), units, rcLocal(files, systemd))
                        .flatMap(it -> it)
                        .toList(),
                systemd);
    }

    private static Stream<PlannedMount> fstab(InstalledSystem system) {
        return system.fstab().entries().stream()
                .filter(entry -> !entry.has("noauto") || entry.has("x-systemd.automount"))
                .map(PlannedMounts::ofFstab);
    }

    private static PlannedMount ofFstab(FstabEntry entry) {
        return new PlannedMount(
                "/etc/fstab line " + entry.line(),
                Stage.FSTAB,
                entry.source(),
                entry.mountPoint(),
                entry.type(),
                entry.options());
    }

    private static Stream<PlannedMount> mountUnits(SystemFiles files) {
        return units(files, UNIT_DIRECTORIES, "*.mount")
                .flatMap(path -> mountOfUnit(files, path).stream())
                .filter(mount -> !OF_THE_KERNEL.contains(mount.type()))
                .filter(mount -> mayStart(files, mount.origin()));
    }

    private static Optional<PlannedMount> mountOfUnit(SystemFiles files, String path) {
        UnitSettings unit = UnitSettings.of(files, name(path));
        return unit.value("Mount", "Where")
                .map(where -> new PlannedMount(
                        path,
                        Stage.FSTAB,
                        unit.value("Mount", "What").orElse(""),
                        where,
                        unit.value("Mount", "Type").orElse("auto"),
                        options(unit.value("Mount", "Options"))));
    }

    private static List<String> options(Optional<String> options) {
        return options.map(it -> Arrays.asList(it.split(",", -1))).orElse(List.of());
    }

    // Those of the distribution mount nothing; only the administrator's are read.
    private static Stream<PlannedMount> services(SystemFiles files) {
        return units(files, List.of("/etc/systemd/system"), "*.service")
                .flatMap(path -> mountsOfService(files, path))
                .filter(mount -> mayStart(files, mount.origin()));
    }

    private static Stream<PlannedMount> mountsOfService(SystemFiles files, String path) {
        return UnitSettings.of(files, name(path)).settings().stream()
                .filter(setting ->
                        setting.section().equals("Service") && setting.key().startsWith("ExecStart"))
                .map(Setting::value)
                .flatMap(command -> MountCommand.in(command).stream())
                .map(command -> command.planned(path, Stage.SERVICE));
    }

    private static Stream<String> units(SystemFiles files, List<String> directories, String pattern) {
        return directories.stream()
                .flatMap(directory -> files.glob(directory + "/" + pattern).stream())
                .map(SystemFile::path)
                .distinct()
                .filter(path -> isFirstOfItsName(files, path));
    }

    private static boolean mayStart(SystemFiles files, String path) {
        return SystemdUnits.state(files, name(path)).mayStart();
    }

    private static boolean isFirstOfItsName(SystemFiles files, String path) {
        return SystemdUnits.unitFiles(files, name(path)).stream()
                .limit(1)
                .anyMatch(first -> first.path().equals(path));
    }

    private static Stream<PlannedMount> rcLocal(SystemFiles files, boolean systemd) {
        return script(files, systemd).stream()
                .flatMap(script -> files.text(script.path()).stream()
                        .flatMap(text -> text.text().lines())
                        .flatMap(line -> MountCommand.in(line).stream())
                        .map(command -> command.planned(script.path(), Stage.RC_LOCAL)));
    }

    /** The script of the administrator that runs at the end of the boot; systemd runs it only when it is executable. */
    static Optional<SystemFile> script(SystemFiles files, boolean systemd) {
        return RC_LOCAL.stream()
                .flatMap(path -> files.find(path).stream())
                .filter(SystemFile::isRegular)
                .filter(script -> !systemd || script.mode().grantsAny(EXECUTABLE))
                .findFirst();
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** The mount point of the filesystem that a path lies on. */
    String filesystemOf(String path) {
        return filesystemOf(path, MOST_BINDS);
    }

    private String filesystemOf(String path, int binds) {
        Optional<PlannedMount> mount = mounts.stream()
                .filter(it -> it.covers(path))
                .max(Comparator.comparingInt(it -> it.mountPoint().length()));
        if (mount.isEmpty() || binds == 0) {
            return "/";
        }
        PlannedMount bind = mount.get();
        return bind.isBind()
                ? filesystemOf(bind.source() + path.substring(bind.mountPoint().length()), binds - 1)
                : bind.mountPoint();
    }

    /** Whether one mount is made before another for certain; systemd makes at the same time what does not wait. */
    boolean isBefore(PlannedMount one, PlannedMount other) {
        if (one.stage() != other.stage()) {
            return one.stage().compareTo(other.stage()) < 0;
        }
        boolean together = inParallel && one.stage() != Stage.RC_LOCAL;
        return together ? other.waitsFor(one) : mounts.indexOf(one) < mounts.indexOf(other);
    }

    /** Whether something other than a loop image is mounted on a directory. */
    boolean hasMountOn(String directory) {
        return mounts.stream().anyMatch(it -> it.mountPoint().equals(directory));
    }
}
