package io.github.rescuekit.installed;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Tells what starts the services of an installed system. */
public final class InitSystems {

    private record Row(Predicate<SystemFiles> sign, InitSystem init) {}

    private static final List<Row> TABLE = List.of(
            // What /sbin/init is decides; packages of another init may be installed beside it.
            new Row(files -> initLeadsTo(files, "/systemd"), InitSystem.SYSTEMD),
            // Alpine starts busybox as init, which starts openrc by /etc/inittab.
            new Row(files -> initLeadsTo(files, "/openrc-init") || inittabStarts(files, "openrc"), InitSystem.OPENRC),
            // Before SysV: upstart brings an /sbin/init of its own, and CentOS 6 keeps an inittab beside it.
            new Row(files -> files.exists("/sbin/init") && files.exists("/sbin/initctl"), InitSystem.UPSTART),
            new Row(files -> files.exists("/sbin/init") && files.exists("/etc/inittab"), InitSystem.SYSV),
            // An init that is missing is a fault of its own; the units are there all the same.
            new Row(files -> !files.exists("/sbin/init") && files.exists("/lib/systemd/system"), InitSystem.SYSTEMD),
            new Row(files -> files.exists("/sbin/openrc"), InitSystem.OPENRC));

    private InitSystems() {}

    /** The init system by the first row that fits. */
    public static InitSystem find(SystemFiles files) {
        return TABLE.stream()
                .filter(row -> row.sign().test(files))
                .map(Row::init)
                .findFirst()
                .orElse(InitSystem.UNKNOWN);
    }

    private static boolean initLeadsTo(SystemFiles files, String name) {
        return files.find("/sbin/init").filter(it -> it.path().endsWith(name)).isPresent();
    }

    private static boolean inittabStarts(SystemFiles files, String word) {
        Optional<FileText> inittab = files.text("/etc/inittab");
        return inittab.stream()
                .flatMap(it -> it.text().lines())
                .anyMatch(line -> !line.startsWith("#") && line.contains(word));
    }
}
