package io.github.rescuekit.diagnose;

import io.github.rescuekit.installed.FstabSource;
import io.github.rescuekit.installed.InitSystem;
import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.installed.Kernel;
import io.github.rescuekit.installed.Kernels;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.FstabEntry;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Weighs what speaks for a root being the system that the server boots. */
final class Merits {

    /** One reason and what it weighs. */
    record Merit(int points, String reason) {}

    private Merits() {}

    static List<Merit> of(InstalledSystem system, BlockDevice device) {
        return List.of(kernel(system), fstab(system, device), init(system), identity(system));
    }

    private static Merit kernel(InstalledSystem system) {
        Optional<Kernel> complete = system.kernels().stream()
                .filter(it -> it.initramfs().isPresent() && it.hasModules())
                .findFirst();
        if (complete.isPresent()) {
            return new Merit(30, "kernel " + complete.get().release() + " with initramfs and modules");
        }
        if (!system.kernels().isEmpty()) {
            Kernel newest = system.kernels().get(0);
            return new Merit(
                    20,
                    "kernel " + newest.release()
                            + (newest.hasModules() ? " without an initramfs" : " without its modules"));
        }
        return Kernels.releasesWithModules(system.files()).stream()
                .findFirst()
                .map(release -> new Merit(15, "modules of kernel " + release + ", its image is not seen"))
                .orElseGet(() -> new Merit(0, "no kernel"));
    }

    private static Merit fstab(InstalledSystem system, BlockDevice device) {
        Optional<FstabEntry> root = system.fstab().entryFor("/");
        if (root.isEmpty()) {
            return new Merit(0, "no / in fstab");
        }
        String source = root.get().source();
        Optional<FstabSource> identifier = FstabSource.of(source);
        if (identifier.isEmpty()) {
            return new Merit(15, "/ in fstab, as " + source);
        }
        return identifier.get().isNameOf(device)
                ? new Merit(25, "/ in fstab is this filesystem")
                : new Merit(10, "/ in fstab is " + source + ", which nothing here has");
    }

    private static Merit init(InstalledSystem system) {
        return system.init() == InitSystem.UNKNOWN
                ? new Merit(0, "no init")
                : new Merit(15, "init is " + system.init().name().toLowerCase(Locale.ROOT));
    }

    private static Merit identity(InstalledSystem system) {
        return system.machineId()
                .map(id -> new Merit(10, "machine-id " + id))
                .orElseGet(() -> new Merit(0, "no machine-id"));
    }
}
