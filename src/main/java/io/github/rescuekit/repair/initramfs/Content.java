package io.github.rescuekit.repair.initramfs;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What lies in one initramfs, or in several that are loaded together.
 *
 * @param names paths of its files, without a slash before them
 * @param texts what is in those of {@link #READ} that are there
 * @param damage why it cannot be unpacked to its end
 * @param unknown why what is in it cannot be told
 */
record Content(Set<String> names, Map<String, String> texts, Optional<String> damage, Optional<String> unknown) {

    /** What Debian's cryptsetup unlocks before the root is mounted. */
    static final String CRYPTTAB = "cryptroot/crypttab";
    /** The files whose text is read as well. */
    static final Set<String> READ = Set.of(CRYPTTAB);

    // usr/lib/modules/6.1.0-37-amd64/kernel/drivers/block/virtio_blk.ko.xz
    private static final Pattern MODULE =
            Pattern.compile("(?:usr/)?lib/modules/([^/]+)/(?:.*/)?([^/]+)\\.ko(?:\\.(?:gz|xz|zst))?");

    Content {
        names = Set.copyOf(names);
        texts = Map.copyOf(texts);
    }

    Content and(Content other) {
        Set<String> all = new HashSet<>(names);
        all.addAll(other.names);
        Map<String, String> allTexts = new HashMap<>(texts);
        allTexts.putAll(other.texts);
        return new Content(all, allTexts, damage.or(other::damage), unknown.or(other::unknown));
    }

    /** The first program that the kernel starts in it. */
    boolean hasInit() {
        return names.contains("init");
    }

    boolean hasProgram(String name) {
        return names.stream().anyMatch(it -> it.endsWith("/" + name));
    }

    /** The modules of a kernel, by the names that the kernel has for them. */
    Set<String> modules(String release) {
        Set<String> modules = new HashSet<>();
        for (String name : names) {
            Matcher module = MODULE.matcher(name);
            if (module.matches() && module.group(1).equals(release)) {
                modules.add(KernelModules.nameOf(module.group(2)));
            }
        }
        return modules;
    }

    /** The kernels that it has modules of. */
    Set<String> releases() {
        Set<String> releases = new HashSet<>();
        for (String name : names) {
            Matcher module = MODULE.matcher(name);
            if (module.matches()) {
                releases.add(module.group(1));
            }
        }
        return releases;
    }
}
