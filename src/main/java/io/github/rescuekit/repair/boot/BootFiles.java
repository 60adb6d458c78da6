package io.github.rescuekit.repair.boot;

import io.github.rescuekit.installed.SystemFile;
import io.github.rescuekit.model.BootEntry;
import io.github.rescuekit.model.FstabEntry;
import io.github.rescuekit.mount.FoundDevice;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds in the installed system the files that a boot loader finds on its own filesystem: a path there begins at the
 * filesystem and not at the root.
 */
public final class BootFiles {

    private static final List<String> OWN_FILESYSTEMS = List.of("/boot", "/boot/efi", "/efi");

    private final BootView view;
    private final String configuration;

    /** The files that a configuration names. */
    public BootFiles(BootView view, String configuration) {
        this.view = view;
        this.configuration = configuration;
    }

    /** Where it is in the installed system; empty when it is nowhere. */
    public Optional<String> find(BootEntry entry, String path) {
        return places(entry, path).stream()
                .filter(it ->
                        view.files().find(it).filter(SystemFile::isRegular).isPresent())
                .findFirst();
    }

    /** Why it may be there although it was not found. */
    public Optional<String> whyHidden(BootEntry entry, String path) {
        if (path.contains("$")) {
            return Optional.of(path + " has a variable in it, which only GRUB knows");
        }
        return places(entry, path).stream()
                .flatMap(it -> view.whyHidden(it).stream())
                .findFirst();
    }

    private List<String> places(BootEntry entry, String path) {
        String plain = path.replaceFirst("^\\([^)]*\\)", "");
        if (!plain.startsWith("/")) {
            return List.of(configuration.substring(0, configuration.lastIndexOf('/') + 1) + plain);
        }
        Optional<String> mountPoint = mountPoint(entry);
        List<String> places = new ArrayList<>();
        if (mountPoint.isPresent()) {
            places.add(mountPoint.get().equals("/") ? plain : mountPoint.get() + plain);
        } else {
            OWN_FILESYSTEMS.stream().filter(this::isMountPoint).forEach(it -> places.add(it + plain));
            places.add(plain);
        }
        withoutSubvolume(plain).ifPresent(places::add);
        return places;
    }

    // Where the filesystem is mounted that the entry searches for.
    private Optional<String> mountPoint(BootEntry entry) {
        return entry.filesystem()
                .map(it -> view.devices().find(it, "auto"))
                .flatMap(FoundDevice::device)
                .flatMap(view::mountPoint);
    }

    private boolean isMountPoint(String directory) {
        return view.system().fstab().entries().stream()
                .map(FstabEntry::mountPoint)
                .anyMatch(directory::equals);
    }

    // GRUB sees a btrfs from its top: /@/boot/vmlinuz-6.1.0-37-amd64
    private Optional<String> withoutSubvolume(String path) {
        int second = path.indexOf('/', 1);
        return view.root().holds("btrfs") && second > 0 ? Optional.of(path.substring(second)) : Optional.empty();
    }
}
