package io.github.rescuekit.repair.boot;

import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.installed.SystemFile;
import io.github.rescuekit.installed.SystemFiles;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an EFI system partition holds for a boot.
 *
 * @param loaders programs below {@code EFI}, the empty ones left out
 * @param searched the identifiers that GRUB's configurations there search for, such as {@code UUID=...}
 */
public record EspContent(List<String> loaders, List<String> searched) {

    private static final Pattern SEARCH =
            Pattern.compile("search(?:\\.fs_uuid|[^\n]* --fs-uuid)[^\n]*?(?<uuid>[0-9A-Fa-f]{4}[0-9A-Fa-f-]{4,60})");

    // EL since 9, SUSE and Debian; a whole menu reads its additions from other names.
    private static final Pattern LEADS_ON =
            Pattern.compile("(?m)^\\s*(configfile|source)\\s+\"?\\$\\{?prefix}?/grub\\.cfg");

    private static final String REMOVABLE = "/EFI/BOOT/";

    public EspContent {
        loaders = List.copyOf(loaders);
        searched = List.copyOf(searched);
    }

    /** Of files in which the partition is mounted at a directory; {@code ""} for the root itself. */
    public static EspContent of(SystemFiles files, String directory) {
        return new EspContent(
                files.glob(directory + "/EFI/*/*").stream()
                        .filter(it -> it.isRegular() && it.size().count() > 0)
                        .map(SystemFile::path)
                        .filter(it -> it.toLowerCase(Locale.ROOT).endsWith(".efi"))
                        .map(it -> it.substring(directory.length()))
                        .toList(),
                stubs(files, directory).stream()
                        .flatMap(it -> files.text(it.path()).stream())
                        .flatMap(text -> searched(text).stream())
                        .toList());
    }

    // The one beside the loader that every firmware takes is not read: that loader looks in the directory of its
    // system.
    private static List<SystemFile> stubs(SystemFiles files, String directory) {
        List<SystemFile> all = files.glob(directory + "/EFI/*/grub.cfg");
        List<SystemFile> ofSystems = all.stream()
                .filter(it -> !it.path()
                        .substring(directory.length())
                        .regionMatches(true, 0, REMOVABLE, 0, REMOVABLE.length()))
                .toList();
        return ofSystems.isEmpty() ? all : ofSystems;
    }

    /** True when GRUB's configuration beside a loader only leads on to the menu below {@code /boot}. */
    public static boolean leadsToMenu(SystemFiles files, String directory) {
        return files.glob(directory + "/EFI/*/grub.cfg").stream()
                .flatMap(it -> files.text(it.path()).stream())
                .anyMatch(it -> LEADS_ON.matcher(it.text()).find());
    }

    /** What a configuration of GRUB searches for, such as {@code UUID=...}. */
    public static Optional<String> searched(FileText configuration) {
        Matcher search = SEARCH.matcher(configuration.text());
        return search.find() ? Optional.of("UUID=" + search.group("uuid")) : Optional.empty();
    }

    /** The loader that every firmware takes without being told. */
    public Optional<String> removable(String architecture) {
        String name = switch (architecture) {
            case "aarch64" -> "BOOTAA64.EFI";
            case "i686" -> "BOOTIA32.EFI";
            case "riscv64" -> "BOOTRISCV64.EFI";
            default -> "BOOTX64.EFI";
        };
        return loaders.stream()
                .filter(it -> it.equalsIgnoreCase(REMOVABLE + name))
                .findFirst();
    }
}
