package io.github.rescuekit.repair.initramfs;

import io.github.rescuekit.installed.SystemFiles;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The modules of one kernel of an installed system, as depmod(8) and the kernel's build list them. */
final class KernelModules {

    private static final int LARGEST = 16 << 20;
    private static final String ALIAS = "alias ";
    private static final String BUILT_IN_ALIAS = ".alias=";

    private final Map<String, List<String>> dependencies = new HashMap<>();
    private final Set<String> builtIn = new HashSet<>();
    private final List<Alias> aliases = new ArrayList<>();

    private record Alias(String pattern, String module) {}

    /** Empty when the kernel has no modules.dep here. */
    static Optional<KernelModules> of(SystemFiles files, String release) {
        String directory = "/lib/modules/" + release + "/";
        return text(files, directory + "modules.dep").map(dep -> {
            KernelModules modules = new KernelModules();
            dep.lines().forEach(modules::dependency);
            text(files, directory + "modules.builtin")
                    .ifPresent(it -> it.lines().forEach(path -> modules.builtIn.add(nameOfFile(path))));
            text(files, directory + "modules.alias").ifPresent(it -> it.lines().forEach(modules::alias));
            text(files, directory + "modules.builtin.modinfo")
                    .ifPresent(it -> Stream.of(it.split("\0", -1)).forEach(modules::builtInAlias));
            return modules;
        });
    }

    private static Optional<String> text(SystemFiles files, String path) {
        return files.head(path, LARGEST).map(it -> new String(it, StandardCharsets.ISO_8859_1));
    }

    /** The kernel's name of a module: hyphens and underscores are the same to it. */
    static String nameOf(String module) {
        return module.replace('-', '_');
    }

    private static String nameOfFile(String path) {
        String file = path.substring(path.lastIndexOf('/') + 1);
        int end = file.indexOf(".ko");
        return nameOf(end < 0 ? file : file.substring(0, end));
    }

    // kernel/drivers/block/virtio_blk.ko: kernel/drivers/virtio/virtio_ring.ko kernel/drivers/virtio/virtio.ko
    private void dependency(String line) {
        int colon = line.indexOf(':');
        if (colon > 0) {
            dependencies.put(
                    nameOfFile(line.substring(0, colon)),
                    Stream.of(line.substring(colon + 1).strip().split("\\s+"))
                            .filter(it -> !it.isEmpty())
                            .map(KernelModules::nameOfFile)
                            .toList());
        }
    }

    // alias virtio:d00000002v* virtio_blk
    private void alias(String line) {
        int space = line.lastIndexOf(' ');
        if (line.startsWith(ALIAS) && space > ALIAS.length()) {
            aliases.add(new Alias(line.substring(ALIAS.length(), space), nameOf(line.substring(space + 1))));
        }
    }

    // nvme.alias=pci:v*d*sv*sd*bc01sc08i02*
    private void builtInAlias(String entry) {
        int alias = entry.indexOf(BUILT_IN_ALIAS);
        if (alias > 0) {
            String module = nameOf(entry.substring(0, alias));
            builtIn.add(module);
            aliases.add(new Alias(entry.substring(alias + BUILT_IN_ALIAS.length()), module));
        }
    }

    boolean isBuiltIn(String module) {
        return builtIn.contains(module);
    }

    boolean has(String module) {
        return isBuiltIn(module) || dependencies.containsKey(module);
    }

    /** The modules that claim a device or a name, built in or not. */
    Set<String> claiming(String alias) {
        Set<String> claiming = new LinkedHashSet<>();
        aliases.stream()
                .filter(it -> has(it.module()) && matches(it.pattern(), alias))
                .forEach(it -> claiming.add(it.module()));
        return claiming;
    }

    /** What has to be loaded for a module, itself first, without what is built in. */
    List<String> loadedFor(String module) {
        return Stream.concat(Stream.of(module), dependencies.getOrDefault(module, List.of()).stream())
                .filter(it -> !isBuiltIn(it))
                .toList();
    }

    // As fnmatch(3) without a set of characters, which no alias of a disk has; it goes back to the last star only.
    private static boolean matches(String pattern, String alias) {
        int p = 0;
        int a = 0;
        int star = -1;
        int tried = 0;
        while (a < alias.length()) {
            char c = p < pattern.length() ? pattern.charAt(p) : 0;
            if (c == '*') {
                star = p++;
                tried = a;
            } else if (c == '?' || c == alias.charAt(a)) {
                p++;
                a++;
            } else if (star >= 0) {
                p = star + 1;
                a = ++tried;
            } else {
                return false;
            }
        }
        return pattern.substring(p).chars().allMatch(it -> it == '*');
    }
}
