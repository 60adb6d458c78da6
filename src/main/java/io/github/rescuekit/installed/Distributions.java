package io.github.rescuekit.installed;

import io.github.rescuekit.installed.Distribution.Family;
import io.github.rescuekit.parse.OsRelease;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Tells which distribution is installed, from the files that name it. */
public final class Distributions {

    /** What is said of a system that names itself nowhere. */
    static final Distribution UNKNOWN =
            new Distribution("linux", Family.UNKNOWN, Optional.empty(), "Linux of an unknown distribution");

    private record Row(String file, Function<String, Optional<Distribution>> reader) {}

    private static final List<Row> TABLE = List.of(
            // The standard since 2012; the file in /etc is usually a link to the other, and local changes win.
            new Row("/etc/os-release", Distributions::fromOsRelease),
            new Row("/usr/lib/os-release", Distributions::fromOsRelease),
            // CentOS 5 and 6, CloudLinux 6. Before debian_version: some panels install that file on CentOS.
            new Row("/etc/redhat-release", Distributions::fromRedHatRelease),
            // SLES 11 and older.
            new Row("/etc/SuSE-release", Distributions::fromSuseRelease),
            new Row("/etc/alpine-release", text -> fromVersion("alpine", Family.ALPINE, "Alpine Linux ", text)),
            new Row("/etc/gentoo-release", text -> fromVersion("gentoo", Family.GENTOO, "", text)),
            // Before debian_version, which old Ubuntus have too, with the name of a Debian.
            new Row("/etc/lsb-release", Distributions::fromLsbRelease),
            new Row("/etc/debian_version", text -> fromVersion("debian", Family.DEBIAN, "Debian GNU/Linux ", text)));

    // Derivatives that are not listed are found by their ID_LIKE.
    private static final Map<String, Family> FAMILIES = Map.ofEntries(
            Map.entry("debian", Family.DEBIAN),
            Map.entry("ubuntu", Family.DEBIAN),
            Map.entry("devuan", Family.DEBIAN),
            Map.entry("rhel", Family.RHEL),
            Map.entry("centos", Family.RHEL),
            Map.entry("fedora", Family.RHEL),
            Map.entry("almalinux", Family.RHEL),
            Map.entry("rocky", Family.RHEL),
            Map.entry("cloudlinux", Family.RHEL),
            Map.entry("ol", Family.RHEL),
            Map.entry("amzn", Family.RHEL),
            Map.entry("suse", Family.SUSE),
            Map.entry("opensuse", Family.SUSE),
            Map.entry("opensuse-leap", Family.SUSE),
            Map.entry("opensuse-tumbleweed", Family.SUSE),
            Map.entry("sles", Family.SUSE),
            Map.entry("alpine", Family.ALPINE),
            Map.entry("arch", Family.ARCH),
            Map.entry("gentoo", Family.GENTOO));

    private static final Map<String, String> RED_HAT_IDS = Map.of(
            "centos", "centos",
            "cloudlinux", "cloudlinux",
            "red hat", "rhel",
            "fedora", "fedora",
            "scientific", "scientific",
            "almalinux", "almalinux",
            "rocky", "rocky",
            "oracle", "ol");

    // "CentOS release 6.10 (Final)", "CloudLinux Server release 6.10 (Yevgeny Leonov)"
    private static final Pattern RED_HAT_RELEASE =
            Pattern.compile("(?<name>.{1,100}?) release (?<version>[0-9.]{1,20}).*");
    // "VERSION = 11" and "PATCHLEVEL = 4" below the name
    private static final Pattern SUSE_VERSION = Pattern.compile("(?m)^VERSION\\s?=\\s?(?<version>[0-9.]{1,20})");
    private static final Pattern SUSE_PATCH_LEVEL = Pattern.compile("(?m)^PATCHLEVEL\\s?=\\s?(?<level>[0-9]{1,3})");
    private static final int LONGEST_NAME = 120;

    private Distributions() {}

    /** The distribution by the first file that names one; empty when none does. */
    public static Optional<Distribution> find(SystemFiles files) {
        return TABLE.stream()
                .flatMap(row ->
                        files.text(row.file()).flatMap(text -> row.reader().apply(text.text())).stream())
                .findFirst();
    }

    private static Optional<Distribution> fromOsRelease(String text) {
        OsRelease release = OsRelease.parse(text);
        if (release.get("ID").isEmpty() && release.get("NAME").isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Distribution(
                shortened(release.id()), family(release), release.versionId(), shortened(release.prettyName())));
    }

    private static Family family(OsRelease release) {
        return Stream.concat(Stream.of(release.id()), release.idLike().stream())
                .flatMap(id -> Optional.ofNullable(FAMILIES.get(id)).stream())
                .findFirst()
                .orElse(Family.UNKNOWN);
    }

    private static Optional<Distribution> fromRedHatRelease(String text) {
        Matcher line = RED_HAT_RELEASE.matcher(firstLine(text));
        if (!line.matches()) {
            return Optional.empty();
        }
        String name = line.group("name").toLowerCase(Locale.ROOT);
        String id = RED_HAT_IDS.entrySet().stream()
                .filter(it -> name.startsWith(it.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("rhel");
        return Optional.of(new Distribution(id, Family.RHEL, Optional.of(line.group("version")), firstLine(text)));
    }

    private static Optional<Distribution> fromSuseRelease(String text) {
        Matcher version = SUSE_VERSION.matcher(text);
        if (!version.find()) {
            return Optional.empty();
        }
        Matcher level = SUSE_PATCH_LEVEL.matcher(text);
        String whole = version.group("version") + (level.find() ? "." + level.group("level") : "");
        String id = text.startsWith("SUSE Linux Enterprise") ? "sles" : "opensuse";
        return Optional.of(new Distribution(id, Family.SUSE, Optional.of(whole), firstLine(text)));
    }

    private static Optional<Distribution> fromLsbRelease(String text) {
        OsRelease release = OsRelease.parse(text);
        return release.get("DISTRIB_ID")
                .filter(id -> id.equals("Ubuntu"))
                .map(id -> new Distribution(
                        "ubuntu",
                        Family.DEBIAN,
                        release.get("DISTRIB_RELEASE"),
                        shortened(release.get("DISTRIB_DESCRIPTION").orElse("Ubuntu"))));
    }

    private static Optional<Distribution> fromVersion(String id, Family family, String name, String text) {
        String version = firstLine(text);
        return version.isEmpty()
                ? Optional.empty()
                : Optional.of(new Distribution(id, family, Optional.of(version), name + version));
    }

    private static String firstLine(String text) {
        return shortened(text.lines().findFirst().orElse("").strip());
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_NAME ? text : text.substring(0, LONGEST_NAME);
    }
}
