package io.github.rescuekit.repair.boot;

import io.github.rescuekit.installed.Kernel;
import io.github.rescuekit.installed.SystemFile;
import io.github.rescuekit.model.BootEntry;
import io.github.rescuekit.repair.initramfs.InitramfsLook;
import java.util.List;
import java.util.Optional;

/**
 * The kernel of this system that an entry of the boot menu starts.
 *
 * @param initramfs what the entry loads with it, as paths in the installed system where they are found
 */
public record EntryKernel(Kernel kernel, List<String> initramfs) {

    public EntryKernel {
        initramfs = List.copyOf(initramfs);
    }

    /**
     * The kernel; empty when the entry starts none of this system.
     *
     * @param configuration the file that has the entry
     */
    public static Optional<EntryKernel> of(BootEntry entry, String configuration, BootView view) {
        BootFiles files = new BootFiles(view, configuration);
        return entry.kernel()
                .flatMap(path -> files.find(entry, path))
                .flatMap(view.files()::find)
                .flatMap(image -> kernel(entry, image, view))
                .map(kernel -> new EntryKernel(kernel, initramfs(entry, files)));
    }

    // kernel-install copies it, as to /boot/efi/0f3c.../6.1.0-37-amd64/linux for systemd-boot; the entry then has its
    // release.
    private static Optional<Kernel> kernel(BootEntry entry, SystemFile image, BootView view) {
        List<Kernel> kernels = view.system().kernels();
        return kernels.stream()
                .filter(it ->
                        view.files().find(it.image()).filter(image::equals).isPresent())
                .findFirst()
                .or(() -> kernels.stream()
                        .filter(it ->
                                entry.version().filter(it.release()::equals).isPresent())
                        .findFirst()
                        .map(it -> new Kernel(it.release(), image.path(), it.initramfs(), it.hasModules())));
    }

    /** Whether the entry starts this system; a kernel without its modules here is another system's that shares /boot. */
    public static boolean isOfThisSystem(BootChoice choice, BootView view) {
        return of(choice.chosen(), choice.file(), view)
                .map(EntryKernel::kernel)
                .filter(Kernel::hasModules)
                .isPresent();
    }

    // $tuned_initrd is empty unless tuned sets it.
    private static List<String> initramfs(BootEntry entry, BootFiles files) {
        return entry.initramfs().stream()
                .filter(path -> !path.startsWith("$"))
                .map(path -> files.find(entry, path).orElse(path))
                .toList();
    }

    /** What lies in its initramfs, as far as that exists. */
    public InitramfsLook.Inside inside(BootView view, InitramfsLook look) {
        return look.look(view.system(), view.root(), kernel, initramfs);
    }

    /** Looks at all that belongs to it, from outside. */
    public KernelParts parts(BootView view) {
        KernelParts parts = new KernelParts(kernel, view);
        parts.image();
        parts.initramfs(initramfs);
        parts.modules();
        return parts;
    }
}
