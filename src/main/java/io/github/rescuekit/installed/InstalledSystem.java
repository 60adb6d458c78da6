package io.github.rescuekit.installed;

import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Fstab;
import io.github.rescuekit.model.Machine;
import java.util.List;
import java.util.Optional;

/**
 * One system found on the disks, looked at through its mounted root.
 *
 * @param files its files, as far as they are mounted
 * @param machine the machine it was found on
 * @param rootDevice the device its root filesystem was mounted from; empty for a plain directory
 * @param architecture the ELF machine of its own programs in uname(1) words, such as {@code x86_64}
 * @param incomplete why the view may miss files, such as a journal that was not replayed; a sentence about one part begins
 *     with its path
 */
public record InstalledSystem(
        SystemFiles files,
        Machine machine,
        Optional<BlockDevice> rootDevice,
        Distribution distribution,
        Optional<String> machineId,
        Optional<String> hostname,
        Optional<String> architecture,
        InitSystem init,
        BootMode bootMode,
        Fstab fstab,
        List<Kernel> kernels,
        List<String> incomplete) {

    public InstalledSystem {
        kernels = List.copyOf(kernels);
        incomplete = List.copyOf(incomplete);
    }

    /** Why files at a path may be missing from the view: a gap that is about them, or one that is about everything. */
    public Optional<String> whyHidden(String path) {
        return incomplete.stream().filter(it -> isAbout(it, path)).findFirst();
    }

    // A sentence about one part begins with its path; which files are on a device, nobody can tell.
    private static boolean isAbout(String gap, String path) {
        String part = gap.split("[: ]", 2)[0];
        return !part.startsWith("/") || part.startsWith("/dev/") || path.equals(part) || path.startsWith(part + "/");
    }
}
