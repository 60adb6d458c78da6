package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.installed.SystemFile;
import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.model.FileMode;
import io.github.rescuekit.repair.Hashes;
import io.github.rescuekit.repair.Step;
import io.github.rescuekit.repair.boot.EspContent;
import io.github.rescuekit.repair.boot.SystemdBoot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What an EFI system partition ought to hold: all that a healthy one has below {@code EFI}, with systemd-boot its entries
 * and what they start, and a loader where every firmware looks by itself. What it has beyond that is left alone.
 */
final class EspCopy {

    private static final int DEEPEST = 8;
    // GRUB writes to that of the partition that it was started from.
    private static final String OF_EACH_BOOT = "grubenv";
    // Each boot makes it anew, and no two may be the same.
    private static final String SEED = "/loader/random-seed";
    private static final String REMOVABLE = "/EFI/BOOT/";
    // Beside the shim lies what it starts; without a shim GRUB itself is what the firmware starts.
    private static final List<String> BESIDE_THE_SHIM = List.of("grubx64.efi", "mmx64.efi");

    private final SystemFiles files;
    private final Map<String, String> wanted = new TreeMap<>();
    private final Map<String, String> hashes = new TreeMap<>();

    /**
     * Looks at the healthy one.
     *
     * @param source where it is mounted
     * @param made what is not copied, as it is not right there either
     */
    EspCopy(SystemFiles files, String source, String architecture, Set<String> made) {
        this.files = files;
        collect(source, "/EFI", 0);
        SystemdBoot systemdBoot = new SystemdBoot(files, source);
        if (systemdBoot.isThere()) {
            collect(source, "/loader", 0);
            systemdBoot.named().forEach(it -> wanted.put(it, source + it));
        }
        EspContent content = EspContent.of(files, source);
        if (content.removable(architecture).isEmpty() && architecture.equals("x86_64")) {
            addRemovable(source, content.loaders());
        }
        wanted.keySet().removeAll(made);
    }

    private void collect(String source, String directory, int depth) {
        for (SystemFile entry : depth < DEEPEST ? files.entries(source + directory) : List.<SystemFile>of()) {
            String path = directory + "/" + entry.path().substring(entry.path().lastIndexOf('/') + 1);
            if (entry.isDirectory()) {
                collect(source, path, depth + 1);
            } else if (entry.isRegular() && !path.equals(SEED)) {
                wanted.put(path, source + path);
            }
        }
    }

    private void addRemovable(String source, List<String> loaders) {
        Optional<String> first = loaders.stream()
                .filter(it -> it.endsWith("/shimx64.efi"))
                .findFirst()
                .or(() -> loaders.stream()
                        .filter(it -> it.endsWith("/grubx64.efi") || it.endsWith("/systemd-bootx64.efi"))
                        .findFirst());
        first.ifPresent(loader -> {
            String directory = loader.substring(0, loader.lastIndexOf('/') + 1);
            wanted.put(REMOVABLE + "BOOTX64.EFI", source + loader);
            BESIDE_THE_SHIM.stream()
                    .filter(it -> loader.endsWith("/shimx64.efi") && wanted.containsKey(directory + it))
                    .forEach(it -> wanted.putIfAbsent(REMOVABLE + it, source + directory + it));
        });
    }

    /** What a partition lacks of it, or has with another content; one phrase each. */
    List<String> unlike(String esp) {
        return wanted.entrySet().stream()
                .filter(it -> differs(esp, it.getKey(), it.getValue()))
                .map(Map.Entry::getKey)
                .map(it -> it.substring(1) + (files.exists(esp + it) ? " differs" : " is missing"))
                .toList();
    }

    /** The same directory may be made for more than one file. */
    List<Step> steps(String esp) {
        List<Step> steps = new ArrayList<>();
        wanted.forEach((path, from) -> {
            if (differs(esp, path, from)) {
                steps.addAll(missingDirectories(files, esp, path));
                steps.add(new Step.CopyFile(
                        esp + path, from, hash(esp + path), hash(from).orElseThrow()));
            }
        });
        return steps;
    }

    static List<Step> missingDirectories(SystemFiles files, String esp, String path) {
        List<Step> steps = new ArrayList<>();
        FileMode mode = files.find(esp).map(SystemFile::mode).orElse(new FileMode(0_700));
        for (int slash = path.indexOf('/', 1); slash > 0; slash = path.indexOf('/', slash + 1)) {
            String directory = esp + path.substring(0, slash);
            if (!files.exists(directory)) {
                steps.add(new Step.MakeDirectory(directory, mode));
            }
        }
        return steps;
    }

    private boolean differs(String esp, String path, String from) {
        Optional<SystemFile> there = files.find(esp + path);
        if (there.isEmpty()) {
            return true;
        }
        return !path.endsWith("/" + OF_EACH_BOOT) && !hash(esp + path).equals(hash(from));
    }

    private Optional<String> hash(String path) {
        if (!hashes.containsKey(path)) {
            files.find(path)
                    .filter(SystemFile::isRegular)
                    .flatMap(it -> Hashes.sha256(files, it))
                    .ifPresent(it -> hashes.put(path, it));
        }
        return Optional.ofNullable(hashes.get(path));
    }
}
