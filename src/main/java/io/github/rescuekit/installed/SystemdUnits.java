package io.github.rescuekit.installed;

import io.github.rescuekit.installed.UnitState.Enablement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the state of systemd units from their files, as {@code systemctl --root} does, and what would start them. */
public final class SystemdUnits {

    // The order of systemd.unit(5). What lies under /run on the disk is hidden at boot by a tmpfs.
    private static final List<String> DIRECTORIES = List.of(
            "/etc/systemd/system.control",
            "/etc/systemd/system",
            "/usr/local/lib/systemd/system",
            "/usr/lib/systemd/system",
            "/lib/systemd/system");

    private static final List<String> LOCAL_DIRECTORIES = List.of("/etc/systemd/system.control", "/etc/systemd/system");

    // A rule in /etc hides one of the same name further down.
    private static final List<String> UDEV_DIRECTORIES =
            List.of("/etc/udev/rules.d", "/usr/local/lib/udev/rules.d", "/usr/lib/udev/rules.d", "/lib/udev/rules.d");

    private static final List<String> ACTIVATING_TYPES = List.of("timer", "socket", "path");
    private static final Set<String> ENABLING = Set.of("WantedBy", "RequiredBy", "UpheldBy", "Alias");
    private static final Pattern INSTANCE = Pattern.compile("@[^.]+\\.");

    private SystemdUnits() {}

    /** The state of a unit, such as {@code qemu-guest-agent.service}. */
    public static UnitState state(SystemFiles files, String unit) {
        Optional<SystemFile> file = unitFile(files, unit);
        if (file.isEmpty()) {
            return new UnitState(unit, Enablement.MISSING, Optional.empty(), List.of(), List.of());
        }
        Optional<String> path = file.map(SystemFile::path);
        if (isMask(files, file.get())) {
            return new UnitState(unit, Enablement.MASKED, path, links(files, unit, DIRECTORIES), List.of());
        }
        List<String> activators = new ArrayList<>(vendorLinks(files, unit));
        activators.addAll(activators(files, unit));
        List<String> links = links(files, unit, LOCAL_DIRECTORIES);
        return new UnitState(unit, enablement(files, file.get(), links), path, links, activators);
    }

    /** The unit files of a name, the one that counts first: those behind it are hidden by it. */
    public static List<SystemFile> unitFiles(SystemFiles files, String unit) {
        List<SystemFile> found = new ArrayList<>();
        for (String name : namesOf(unit)) {
            DIRECTORIES.stream()
                    .flatMap(directory -> files.findWithoutFollowing(directory + "/" + name).stream())
                    .filter(file -> !file.isDirectory())
                    .filter(file -> isMask(files, file) || files.exists(file.path()))
                    .forEach(found::add);
        }
        return found.stream().distinct().toList();
    }

    private static Optional<SystemFile> unitFile(SystemFiles files, String unit) {
        return unitFiles(files, unit).stream().findFirst();
    }

    // getty@tty1.service is made from getty@.service unless it has a file of its own.
    private static List<String> namesOf(String unit) {
        String template = INSTANCE.matcher(unit).replaceFirst("@.");
        return template.equals(unit) ? List.of(unit) : List.of(unit, template);
    }

    private static boolean isMask(SystemFiles files, SystemFile file) {
        if (file.kind() == SystemFile.Kind.LINK) {
            return leadsToNull(files, file.path());
        }
        return file.isRegular() && file.size().count() == 0;
    }

    // An offline system has no /dev/null, so the link is judged by where it would lead.
    private static boolean leadsToNull(SystemFiles files, String link) {
        String path = link;
        for (int links = 0; links < 40; links++) {
            Optional<String> target = files.linkTarget(path);
            if (target.isEmpty()) {
                return files.find(path)
                        .filter(it -> it.isRegular() && it.size().count() == 0)
                        .isPresent();
            }
            path = LinkTargets.absolute(path, target.get());
            if (path.equals("/dev/null")) {
                return true;
            }
        }
        return false;
    }

    private static Enablement enablement(SystemFiles files, SystemFile file, List<String> links) {
        if (!links.isEmpty()) {
            return Enablement.ENABLED;
        }
        Set<String> keys =
                files.text(file.path()).map(text -> installKeys(text.text())).orElse(Set.of());
        if (keys.stream().anyMatch(ENABLING::contains)) {
            return Enablement.DISABLED;
        }
        return keys.contains("Also") ? Enablement.INDIRECT : Enablement.STATIC;
    }

    private static Set<String> installKeys(String text) {
        Set<String> keys = new TreeSet<>();
        boolean inInstall = false;
        for (String line : text.lines().map(String::strip).toList()) {
            if (line.startsWith("[")) {
                inInstall = line.equals("[Install]");
            } else if (inInstall && !line.startsWith("#") && !line.startsWith(";") && hasValue(line)) {
                keys.add(line.substring(0, line.indexOf('=')).strip());
            }
        }
        return keys;
    }

    private static boolean hasValue(String line) {
        int equals = line.indexOf('=');
        return equals > 0 && !line.substring(equals + 1).isBlank();
    }

    private static List<String> links(SystemFiles files, String unit, List<String> directories) {
        return directories.stream()
                .flatMap(directory ->
                        Stream.concat(dependencies(files, directory, unit), aliases(files, directory, unit)))
                .map(SystemFile::path)
                .distinct()
                .toList();
    }

    private static Stream<SystemFile> dependencies(SystemFiles files, String directory, String unit) {
        return Stream.of("wants", "requires", "upholds")
                .flatMap(kind -> files.glob(directory + "/*." + kind + "/*").stream())
                .filter(link -> LinkTargets.name(link.path()).equals(unit));
    }

    // Alias= makes a link of another name beside the units: dbus-org.freedesktop.resolve1.service.
    private static Stream<SystemFile> aliases(SystemFiles files, String directory, String unit) {
        return files.glob(directory + "/*").stream()
                .filter(it -> it.kind() == SystemFile.Kind.LINK)
                .filter(it -> !it.path().endsWith("/" + unit))
                .filter(it -> files.linkTarget(it.path())
                        .filter(target -> target.endsWith("/" + unit) || target.equals(unit))
                        .isPresent());
    }

    // Links that the distribution ships below /usr: the unit is called static, and starts.
    private static List<String> vendorLinks(SystemFiles files, String unit) {
        List<String> vendor = DIRECTORIES.stream()
                .filter(it -> !LOCAL_DIRECTORIES.contains(it))
                .toList();
        return vendor.stream()
                .flatMap(directory -> dependencies(files, directory, unit))
                .map(SystemFile::path)
                .distinct()
                .toList();
    }

    private static List<String> activators(SystemFiles files, String unit) {
        List<String> activators = new ArrayList<>(udevRules(files, unit));
        String name = unit.substring(0, Math.max(0, unit.lastIndexOf('.')));
        ACTIVATING_TYPES.stream()
                .map(type -> name + "." + type)
                .filter(other -> !other.equals(unit))
                .filter(other -> isStarted(files, other))
                .forEach(activators::add);
        activators.addAll(busNames(files, unit));
        return activators;
    }

    private static boolean isStarted(SystemFiles files, String unit) {
        Optional<SystemFile> file = unitFile(files, unit);
        return file.isPresent()
                && !isMask(files, file.get())
                && !links(files, unit, DIRECTORIES).isEmpty();
    }

    // SUBSYSTEM=="virtio-ports", ..., TAG+="systemd" ENV{SYSTEMD_WANTS}="qemu-guest-agent.service"
    private static List<String> udevRules(SystemFiles files, String unit) {
        Set<String> seen = new TreeSet<>();
        return UDEV_DIRECTORIES.stream()
                .flatMap(directory -> files.glob(directory + "/*.rules").stream())
                .filter(rule -> seen.add(LinkTargets.name(rule.path())))
                .map(SystemFile::path)
                .filter(path -> starts(files, path, unit))
                .toList();
    }

    private static boolean starts(SystemFiles files, String rules, String unit) {
        return files.text(rules).stream()
                .filter(text -> text.text().contains(unit))
                .flatMap(text -> text.text().lines())
                .map(String::strip)
                .anyMatch(line -> !line.startsWith("#") && line.contains("SYSTEMD_WANTS") && line.contains(unit));
    }

    private static List<String> busNames(SystemFiles files, String unit) {
        return files.glob("/usr/share/dbus-1/system-services/*.service").stream()
                .map(SystemFile::path)
                .filter(path -> files.text(path).stream()
                        .filter(text -> text.text().contains(unit))
                        .flatMap(text -> text.text().lines())
                        .anyMatch(line -> line.strip().equals("SystemdService=" + unit)))
                .toList();
    }
}
