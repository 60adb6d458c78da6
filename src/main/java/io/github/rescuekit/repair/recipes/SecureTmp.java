package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.installed.FstabLines;
import io.github.rescuekit.installed.InitSystem;
import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.installed.ServiceStart;
import io.github.rescuekit.installed.Services;
import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.model.FstabEntry;
import io.github.rescuekit.repair.recipes.PlannedMount.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** cPanel's secured /tmp: a program that mounts a file on /tmp at each boot, unless something is mounted there already. */
record SecureTmp(InstalledSystem system) {

    static final String IMAGE = "/usr/tmpDSK";
    static final String SERVICE = "securetmp";
    static final String DISABLED = "/var/cpanel/version/securetmp_disabled";

    /** What is mounted today and must be usable without. */
    static final List<String> DIRECTORIES = List.of("/tmp", "/var/tmp");

    private static final String PROGRAM = "/usr/local/cpanel/scripts/securetmp";
    private static final String ALSO_DISABLED = "/var/cpanel/disabled/securetmp";

    /** Whether the next boot makes the loop mount. */
    boolean willMountLoop() {
        return files().exists(PROGRAM)
                && !isDisabled()
                && !evidence().isEmpty()
                && !PlannedMounts.of(system).hasMountOn("/tmp");
    }

    /** The mount that its program makes. */
    PlannedMount loop() {
        return new PlannedMount(
                PROGRAM, Stage.SERVICE, IMAGE, "/tmp", "ext4", List.of("loop", "noexec", "nosuid", "rw"));
    }

    boolean isDisabled() {
        return files().exists(DISABLED) || files().exists(ALSO_DISABLED);
    }

    /** What shows that it is in use: the name of its unit was not the same in all releases of cPanel. */
    List<String> evidence() {
        List<String> evidence = new ArrayList<>();
        starts().forEach(start -> evidence.add(start.path() + " starts " + PROGRAM));
        startLines().forEach(line -> evidence.add(script().orElseThrow() + ": " + line.strip()));
        if (files().exists(IMAGE)) {
            evidence.add(IMAGE + " is there, and no file " + DISABLED);
        }
        markers().forEach(entry -> evidence.add("/etc/fstab line " + entry.line() + " marks it"));
        return evidence;
    }

    List<ServiceStart> starts() {
        return Services.starts(files(), system.init(), SERVICE);
    }

    /** The script of the administrator, where it runs. */
    Optional<String> script() {
        return PlannedMounts.script(files(), system.init() == InitSystem.SYSTEMD)
                .map(it -> it.path());
    }

    /** Lines of that script that start it, as older releases of cPanel have them. */
    List<String> startLines() {
        return script().flatMap(files()::text).stream()
                .flatMap(text -> text.text().lines())
                .filter(SecureTmp::isStart)
                .toList();
    }

    static boolean isStart(String line) {
        return line.contains("securetmp") && !line.stripLeading().startsWith("#");
    }

    /** Its two lines in fstab; both say noauto, so that nothing but its program mounts them. */
    List<FstabEntry> markers() {
        return system.fstab().entries().stream()
                .filter(entry -> entry.has("noauto"))
                .filter(entry -> isMount(entry, IMAGE, "/tmp") || isMount(entry, "/tmp", "/var/tmp"))
                .toList();
    }

    private static boolean isMount(FstabEntry entry, String source, String mountPoint) {
        return entry.source().equals(source) && entry.mountPoint().equals(mountPoint);
    }

    /** The fstab with its lines as comments. */
    FstabLines withoutMarkers(FileText fstab) {
        return markers().stream()
                .reduce(new FstabLines(fstab), (lines, entry) -> lines.commentOut(entry.line()), (one, other) -> other);
    }

    private SystemFiles files() {
        return system.files();
    }
}
