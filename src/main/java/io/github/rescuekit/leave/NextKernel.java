package io.github.rescuekit.leave;

import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.mount.FstabVerdict;
import io.github.rescuekit.repair.boot.BootChoice;
import io.github.rescuekit.repair.boot.BootMenus;
import io.github.rescuekit.repair.boot.BootView;
import io.github.rescuekit.repair.boot.EntryKernel;
import java.nio.file.Path;
import java.util.List;

/**
 * What the boot loader would start by itself, as kexec takes it.
 *
 * @param release of the kernel
 * @param kernel where it can be read while the system is mounted
 * @param initramfs all that is loaded with it, in order
 * @param arguments the kernel's command line
 */
record NextKernel(String release, Path kernel, List<Path> initramfs, String arguments) {

    private static final String NEXT = "leave with --reboot: the boot loader does that itself";

    NextKernel {
        initramfs = List.copyOf(initramfs);
    }

    /**
     * The kernel of the entry that starts by itself.
     *
     * @param lines what became of each line of fstab when the system was mounted for this view
     * @throws RescueException guard {@code no-kernel}, when that is none of this system or not all of it can be told
     */
    static NextKernel of(InstalledSystem system, BlockDevice root, List<FstabVerdict> lines, Outside outside) {
        BootView view = SystemView.of(system, root, lines, outside).boot();
        BootChoice choice = new BootMenus(view.files())
                .started()
                .orElseThrow(() -> refused("the system has no boot menu with an entry that starts a kernel"));
        EntryKernel started = EntryKernel.of(choice.chosen(), choice.file(), view)
                .orElseThrow(
                        () -> refused(choice.where() + ", '" + choice.name() + "', starts no kernel of this system"));
        List<String> arguments = choice.chosen().arguments();
        arguments.stream().filter(it -> it.contains("$")).findFirst().ifPresent(it -> {
            throw refused(choice.where() + " has " + it + " among the kernel's arguments, which only GRUB knows");
        });
        return new NextKernel(
                started.kernel().release(),
                place(view.files(), started.kernel().image()),
                started.initramfs().stream().map(it -> place(view.files(), it)).toList(),
                String.join(" ", arguments));
    }

    private static Path place(SystemFiles files, String path) {
        return files.outside(path).orElseThrow(() -> refused("there is no file " + path));
    }

    private static RescueException refused(String happened) {
        return RescueException.refused("no-kernel", happened, NEXT + "; nothing was unmounted");
    }
}
