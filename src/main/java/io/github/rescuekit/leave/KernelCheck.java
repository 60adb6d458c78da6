package io.github.rescuekit.leave;

import io.github.rescuekit.installed.Kernel;
import io.github.rescuekit.installed.SystemFile;
import io.github.rescuekit.model.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Is there a kernel with its initramfs and its modules? */
final class KernelCheck implements BootCheck {

    // Distributions' kernels have 5 MiB and more; what a full /boot left of one has less.
    private static final Bytes SMALLEST_KERNEL = Bytes.mib(1);

    @Override
    public String id() {
        return "kernel";
    }

    @Override
    public LeaveVerdict judge(BootView view) {
        Optional<String> hidden = view.whyHidden("/boot");
        if (hidden.isPresent()) {
            return LeaveVerdict.unknown(
                    id(),
                    "the kernels cannot be seen: " + hidden.get(),
                    List.of(),
                    "see 'rescuekit mounts' for the line of /boot");
        }
        return view.system().kernels().stream()
                .findFirst()
                .map(kernel -> judge(kernel, view))
                .orElseGet(() -> LeaveVerdict.failed(
                        id(),
                        "there is no kernel",
                        List.of("/boot holds no vmlinuz"),
                        "install one: rescuekit chroot --write, then apt-get or dnf"));
    }

    private LeaveVerdict judge(Kernel kernel, BootView view) {
        List<String> evidence = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        image(kernel, view, evidence, faults);
        initramfs(kernel, view, evidence, faults);
        (kernel.hasModules() ? evidence : faults)
                .add("/lib/modules/" + kernel.release()
                        + (kernel.hasModules() ? "/modules.dep is there" : " has no modules.dep"));
        evidence.addAll(0, faults);
        return faults.isEmpty()
                ? LeaveVerdict.healthy(id(), kernel.release() + " has its initramfs and its modules", evidence)
                : LeaveVerdict.failed(
                        id(),
                        kernel.release() + " is not complete",
                        evidence,
                        "make it anew in the system (rescuekit chroot --write), or boot an older kernel from the menu");
    }

    private static void image(Kernel kernel, BootView view, List<String> evidence, List<String> faults) {
        Optional<SystemFile> image = view.files().find(kernel.image());
        boolean whole =
                image.filter(it -> it.size().isMoreThan(SMALLEST_KERNEL)).isPresent();
        (whole ? evidence : faults).add(kernel.image() + ": " + size(image));
    }

    private static void initramfs(Kernel kernel, BootView view, List<String> evidence, List<String> faults) {
        if (kernel.initramfs().isEmpty()) {
            faults.add("there is no initramfs for " + kernel.release());
            return;
        }
        String path = kernel.initramfs().get();
        Initramfs initramfs = Initramfs.of(view.files(), path);
        (initramfs.isPlausible() ? evidence : faults).add(path + ": " + initramfs.inWords());
    }

    private static String size(Optional<SystemFile> file) {
        return file.map(it -> it.size().toString()).orElse("leads nowhere");
    }
}
