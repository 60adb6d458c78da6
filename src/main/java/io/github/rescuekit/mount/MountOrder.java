package io.github.rescuekit.mount;

import io.github.rescuekit.model.FstabEntry;
import java.util.List;

/** Which lines of fstab are mounted after which. */
public final class MountOrder {

    private MountOrder() {}

    /**
     * The lines that a boot needs and that systemd mounts only after another one, because their directory, or the file or
     * directory they take, lies below that one's: RequiresMountsFor= of systemd.unit(5). Without it none of them is mounted.
     */
    public static List<FstabEntry> requiring(FstabEntry entry, List<FstabEntry> lines) {
        return lines.stream()
                .filter(it -> it.line() != entry.line() && !BootNeed.isLeftOut(it) && !SkipRule.isSwap(it))
                .filter(it -> isBelow(it.mountPoint(), entry) || isBelow(it.source(), entry))
                .toList();
    }

    private static boolean isBelow(String path, FstabEntry entry) {
        return path.startsWith(entry.mountPoint() + "/");
    }
}
