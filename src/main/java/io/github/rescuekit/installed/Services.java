package io.github.rescuekit.installed;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Tells what starts a service at boot, whatever starts services on that system. */
public final class Services {

    // On RHEL /etc/rc3.d is a link to /etc/rc.d/rc3.d; on Debian there is no rc.d.
    private static final List<String> RUN_LEVELS = Stream.of("/etc/rc.d/rc", "/etc/rc")
            .flatMap(prefix -> IntStream.rangeClosed(2, 5).mapToObj(level -> prefix + level + ".d"))
            .toList();

    private Services() {}

    /** What starts it; empty when nothing does, or when it is switched off. */
    public static List<ServiceStart> starts(SystemFiles files, InitSystem init, String service) {
        List<ServiceStart> starts = new ArrayList<>();
        switch (init) {
            case SYSTEMD -> starts.addAll(systemd(files, service));
            case UPSTART -> {
                upstart(files, service).ifPresent(starts::add);
                starts.addAll(sysv(files, service));
            }
            case SYSV -> starts.addAll(sysv(files, service));
            case OPENRC -> starts.addAll(openrc(files, service));
            case UNKNOWN -> {}
        }
        return List.copyOf(starts);
    }

    // systemd makes a unit of an init script, unless a unit of that name is there.
    private static List<ServiceStart> systemd(SystemFiles files, String service) {
        UnitState state = SystemdUnits.state(files, service + ".service");
        if (!state.isInstalled()) {
            return sysv(files, service);
        }
        return state.mayStart()
                ? Stream.concat(state.links().stream(), state.activators().stream())
                        .map(path -> new ServiceStart(InitSystem.SYSTEMD, path))
                        .toList()
                : List.of();
    }

    private static List<ServiceStart> sysv(SystemFiles files, String service) {
        return RUN_LEVELS.stream()
                .flatMap(
                        directories -> Stream.of("2", "3", "4", "5").map(level -> directories.replace("[2345]", level)))
                .flatMap(directory -> files.glob(directory + "/S??" + service).stream())
                .map(SystemFile::path)
                .distinct()
                .map(path -> new ServiceStart(InitSystem.SYSV, path))
                .toList();
    }

    private static Optional<ServiceStart> upstart(SystemFiles files, String service) {
        String job = "/etc/init/" + service + ".conf";
        return files.text(job)
                .filter(text -> startsByItself(text.text()) && !isManual(files, service))
                .map(text -> new ServiceStart(InitSystem.UPSTART, job));
    }

    private static boolean startsByItself(String job) {
        return job.lines().anyMatch(line -> line.startsWith("start on"))
                && job.lines().noneMatch(line -> line.strip().equals("manual"));
    }

    private static boolean isManual(SystemFiles files, String service) {
        return files.text("/etc/init/" + service + ".override").stream()
                .flatMap(text -> text.text().lines())
                .anyMatch(line -> line.strip().equals("manual"));
    }

    private static List<ServiceStart> openrc(SystemFiles files, String service) {
        return files.glob("/etc/runlevels/*/" + service).stream()
                .map(link -> new ServiceStart(InitSystem.OPENRC, link.path()))
                .toList();
    }
}
