package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.installed.FstabLines;
import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.model.FstabEntry;
import io.github.rescuekit.mount.MountOrder;
import java.util.List;
import java.util.stream.Stream;

/** Lines of fstab that the boot is to go on without, and with them what it mounts only after one of them. */
final class LeftOut {

    private LeftOut() {}

    static FstabLines of(FstabLines fstab, List<FstabEntry> lines, InstalledSystem system) {
        FstabLines edited = fstab;
        List<FstabEntry> all = lines.stream()
                .flatMap(it -> Stream.concat(
                        Stream.of(it), MountOrder.requiring(it, system.fstab().entries()).stream()))
                .toList();
        for (FstabEntry one : all) {
            edited = edited.withNofail(one.line());
        }
        return edited;
    }
}
