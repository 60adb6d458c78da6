package io.github.rescuekit.installed;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the kernels of an installed system with the initramfs and the modules that belong to each. */
public final class Kernels {

    private static final List<String> IMAGES = List.of(
            "/boot/vmlinuz-*", "/boot/vmlinux-*", "/boot/Image-*", "/boot/kernel-*", "/usr/lib/modules/*/vmlinuz");

    /** The initramfs of release {@code %}, by family. */
    private static final List<String> INITRAMFS = List.of(
            "/boot/initrd.img-%", // Debian
            "/boot/initramfs-%.img", // RHEL 6 and later, Arch
            "/boot/initrd-%.img", // CentOS 5
            "/boot/initrd-%", // SUSE
            "/boot/initramfs-%", // Alpine, Gentoo
            "/usr/lib/modules/%/initrd"); // openSUSE with its boot files below /usr

    private static final String ENTRIES = "/boot/loader/entries/*.conf";
    private static final String MODULES = "/lib/modules/";

    private Kernels() {}

    /** The kernels, the newest release first. */
    public static List<Kernel> find(SystemFiles files) {
        Map<String, Kernel> kernels = new LinkedHashMap<>();
        IMAGES.stream()
                .flatMap(pattern -> files.glob(pattern).stream())
                .filter(image -> !image.isDirectory())
                .forEach(image -> kernels.computeIfAbsent(
                        releaseOf(image.path()), release -> kernel(files, release, image.path())));
        fromEntries(files).forEach(kernel -> kernels.putIfAbsent(kernel.release(), kernel));
        List<Kernel> sorted = new ArrayList<>(kernels.values());
        sorted.sort(Comparator.comparing(Kernel::release, Releases.OLDEST_FIRST).reversed());
        return List.copyOf(sorted);
    }

    /** Releases that have modules, the newest first; they are on the root also when /boot is on another filesystem. */
    public static List<String> releasesWithModules(SystemFiles files) {
        return files.list(MODULES).stream()
                .filter(release -> files.exists(MODULES + release + "/modules.dep"))
                .sorted(Releases.OLDEST_FIRST.reversed())
                .toList();
    }

    // /boot/vmlinuz-6.1.0-27-amd64, /usr/lib/modules/6.4.0-150600.21-default/vmlinuz
    private static String releaseOf(String image) {
        String name = LinkTargets.name(image);
        return name.contains("-")
                ? name.substring(name.indexOf('-') + 1)
                : LinkTargets.name(image.substring(0, image.lastIndexOf('/')));
    }

    private static Kernel kernel(SystemFiles files, String release, String image) {
        Optional<String> initramfs = INITRAMFS.stream()
                .map(pattern -> pattern.replace("%", release))
                .filter(path -> files.find(path).filter(SystemFile::isRegular).isPresent())
                .findFirst();
        return new Kernel(release, image, initramfs, hasModules(files, release));
    }

    // Alpine and Arch name the image for its flavour, the modules for its release: vmlinuz-lts,
    // /lib/modules/6.6.56-0-lts; Arch keeps the flavour in a file beside the modules.
    private static boolean hasModules(SystemFiles files, String release) {
        return files.exists(MODULES + release + "/modules.dep")
                || releasesWithModules(files).stream()
                        .anyMatch(it -> it.endsWith("-" + release) || isFlavour(files, it, release));
    }

    private static boolean isFlavour(SystemFiles files, String modules, String flavour) {
        return files.text(MODULES + modules + "/pkgbase")
                .filter(it -> it.text().strip().equals(flavour))
                .isPresent();
    }

    // Entries of the boot loader specification may name images in a directory of their own:
    // /boot/0f3c.../6.5.0/linux, or below the EFI system partition.
    private static Stream<Kernel> fromEntries(SystemFiles files) {
        return files.glob(ENTRIES).stream()
                .flatMap(entry -> files.text(entry.path()).stream())
                .flatMap(text -> fromEntry(files, text.text()).stream());
    }

    private static Optional<Kernel> fromEntry(SystemFiles files, String entry) {
        Optional<String> release = value(entry, "version");
        Optional<String> image = value(entry, "linux").flatMap(path -> below(files, path));
        if (release.isEmpty() || image.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> initramfs = value(entry, "initrd").flatMap(path -> below(files, path.split("\\s", 2)[0]));
        return Optional.of(new Kernel(release.get(), image.get(), initramfs, hasModules(files, release.get())));
    }

    private static Optional<String> value(String entry, String key) {
        return entry.lines()
                .map(String::strip)
                .filter(line -> line.startsWith(key + " ") || line.startsWith(key + "\t"))
                .map(line -> line.substring(key.length()).strip())
                .findFirst();
    }

    // Paths in an entry begin at the filesystem that holds it: / of a system without a /boot of its own.
    private static Optional<String> below(SystemFiles files, String path) {
        return Stream.of("/boot" + path, path, "/boot/efi" + path, "/efi" + path)
                .filter(it -> files.find(it).filter(SystemFile::isRegular).isPresent())
                .findFirst();
    }
}
