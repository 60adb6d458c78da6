package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.installed.SystemFiles;
import java.util.List;
import java.util.Optional;

/**
 * GRUB 2 of an installed system by the names of its family.
 *
 * @param install its program that writes the loader
 * @param configure its program that makes grub.cfg
 * @param directory where its modules and its menu are
 */
record GrubTools(String install, String configure, String directory) {

    // Legacy GRUB has programs of the same names.
    private static final List<String> LEGACY =
            List.of("/boot/grub/menu.lst", "/boot/grub/grub.conf", "/boot/grub/stage2");
    private static final List<GrubTools> FAMILIES = List.of(
            // EL, Fedora, SUSE
            new GrubTools("/usr/sbin/grub2-install", "/usr/sbin/grub2-mkconfig", "/boot/grub2"),
            // Debian, Arch, Gentoo
            new GrubTools("/usr/sbin/grub-install", "/usr/sbin/grub-mkconfig", "/boot/grub"),
            new GrubTools("/usr/bin/grub-install", "/usr/bin/grub-mkconfig", "/boot/grub"));

    /** Those of the system; empty when it has another loader, or when its GRUB cannot be installed from itself. */
    static Optional<GrubTools> of(SystemFiles files) {
        return LEGACY.stream().anyMatch(files::exists)
                ? Optional.empty()
                : FAMILIES.stream()
                        .filter(it -> files.exists(it.install()) && files.exists(it.configure()))
                        .findFirst();
    }

    /** True when the files that a loader for a platform is made of are there, such as {@code i386-pc}. */
    static boolean has(SystemFiles files, String platform) {
        return files.exists("/usr/lib/grub/" + platform + "/modinfo.sh")
                || files.exists("/usr/share/grub2/" + platform + "/modinfo.sh");
    }

    /** True for Debian and its kin, whose grub-install has options of its own. */
    static boolean isDebian(SystemFiles files) {
        return files.exists("/etc/debian_version") || files.exists("/usr/bin/dpkg");
    }

    String menu() {
        return directory + "/grub.cfg";
    }

    String module() {
        return directory + "/i386-pc/normal.mod";
    }
}
