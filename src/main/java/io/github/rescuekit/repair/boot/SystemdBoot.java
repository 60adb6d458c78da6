package io.github.rescuekit.repair.boot;

import io.github.rescuekit.installed.Releases;
import io.github.rescuekit.installed.SystemFile;
import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.model.BootEntry;
import io.github.rescuekit.model.BootMenu;
import io.github.rescuekit.parse.BootEntryFile;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** systemd-boot on an EFI system partition: it starts what lies on the partition itself, by entries that lie there too. */
public final class SystemdBoot {

    private static final List<String> MOUNT_POINTS = List.of("/boot/efi", "/efi", "/boot");
    private static final String CONFIGURATION = "/loader/loader.conf";
    private static final String ENTRIES = "/loader/entries/*.conf";
    // A kernel, its initramfs and its command line in one program.
    private static final String UNIFIED = "/EFI/Linux/*.efi";
    private static final List<String> KEYS = List.of("linux", "initrd", "efi", "devicetree", "devicetree-overlay");

    private final SystemFiles files;
    private final String esp;

    /** @param esp where the partition is mounted */
    public SystemdBoot(SystemFiles files, String esp) {
        this.files = files;
        this.esp = esp;
    }

    /** True when its program is there. */
    public boolean isThere() {
        return files.glob(esp + "/EFI/systemd/systemd-boot*.efi").stream()
                .anyMatch(it -> it.size().count() > 0);
    }

    /** True when it is there, and no GRUB that the firmware may start instead. */
    public boolean isAlone() {
        return isThere() && files.glob(esp + "/EFI/*/grub*.efi").isEmpty();
    }

    /** True when it is alone and finds nothing to start, here or on a boot partition beside it. */
    public boolean startsNothing() {
        return isAlone()
                && Stream.of(esp + ENTRIES, esp + UNIFIED, "/boot" + ENTRIES)
                        .allMatch(it -> files.glob(it).isEmpty());
    }

    /** The files outside {@code EFI} that its entries name, as paths on the partition. */
    public List<String> named() {
        return entryFiles().stream()
                .flatMap(it -> files.text(it.path()).stream())
                .flatMap(it -> it.text().lines())
                .map(line -> line.strip().split("[ \t]+"))
                .filter(words -> KEYS.contains(words[0]))
                .flatMap(words -> Stream.of(words).skip(1))
                .map(path -> path.startsWith("/") ? path : "/" + path)
                .filter(path -> !(path + "/").contains("/../"))
                .filter(path ->
                        files.find(esp + path).filter(SystemFile::isRegular).isPresent())
                .distinct()
                .toList();
    }

    private List<SystemFile> entryFiles() {
        return files.glob(esp + ENTRIES);
    }

    /** Its menu, where the system has it mounted; empty when none of the entries there starts a kernel. */
    public static Optional<BootChoice> menu(SystemFiles files) {
        return mounted(files).flatMap(it -> it.menu().stream()).findFirst();
    }

    /** Kernels that it starts without an entry. */
    public static List<String> unified(SystemFiles files) {
        return mounted(files)
                .flatMap(it -> files.glob(it.esp + UNIFIED).stream())
                .map(SystemFile::path)
                .toList();
    }

    private static Stream<SystemdBoot> mounted(SystemFiles files) {
        return MOUNT_POINTS.stream().map(it -> new SystemdBoot(files, it)).filter(SystemdBoot::isThere);
    }

    private Optional<BootChoice> menu() {
        List<BootEntry> entries = entryFiles().stream()
                .flatMap(file -> files.text(file.path()).stream()
                        .map(text -> BootEntryFile.parse(text.text()).named(name(file))))
                .filter(it -> it.kernel().isPresent())
                .sorted(Comparator.comparing((BootEntry it) -> it.version().orElse(""), Releases.OLDEST_FIRST)
                        .reversed())
                .toList();
        return entries.isEmpty() ? Optional.empty() : Optional.of(choice(entries));
    }

    private BootChoice choice(List<BootEntry> entries) {
        Optional<String> pattern = defaultPattern();
        List<String> wanted = pattern.stream()
                .flatMap(it -> files.glob(esp + ENTRIES.replace("*.conf", it)).stream())
                .map(SystemdBoot::name)
                .toList();
        Optional<BootEntry> named = entries.stream()
                .filter(it -> it.id().filter(wanted::contains).isPresent())
                .findFirst();
        BootEntry chosen = named.orElse(entries.get(0));
        return new BootChoice(
                esp + ENTRIES.replace("*", chosen.id().orElseThrow()),
                new BootMenu(entries, pattern.stream().toList(), false, Map.of()),
                entries,
                chosen,
                named.isPresent() ? "the default is '" + pattern.orElseThrow() + "'" : "the newest entry");
    }

    // What the firmware remembers goes before it, and cannot be read here.
    private Optional<String> defaultPattern() {
        return files.text(esp + CONFIGURATION).stream()
                .flatMap(it -> it.text().lines())
                .map(line -> line.strip().split("[ \t]+", 2))
                .filter(words -> words.length == 2 && words[0].equals("default"))
                .map(words -> words[1])
                .reduce((first, last) -> last);
    }

    private static String name(SystemFile file) {
        String name = file.path().substring(file.path().lastIndexOf('/') + 1);
        return name.replaceFirst("\\.conf$", "");
    }
}
