package io.github.rescuekit.leave;

import io.github.rescuekit.installed.Kernel;
import io.github.rescuekit.model.BootEntry;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Is the kernel that starts by itself whole, with its initramfs and its modules? */
final class KernelCheck implements LeaveCheck {

    @Override
    public String id() {
        return "kernel";
    }

    @Override
    public LeaveVerdict judge(SystemView view) {
        Optional<String> hidden = view.whyHidden("/boot");
        if (hidden.isPresent()) {
            return LeaveVerdict.unknown(
                    id(),
                    "the kernels cannot be seen: " + hidden.get(),
                    List.of(),
                    "see 'rescuekit mounts' for the line of /boot");
        }
        Optional<BootChoice> choice = new BootMenus(view.files()).find();
        return choice.flatMap(it -> started(it, view))
                .or(() -> view.system().kernels().stream().findFirst())
                .map(kernel -> judge(kernel, initramfs(kernel, choice, view), view))
                .orElseGet(() -> LeaveVerdict.failed(
                        id(),
                        "there is no kernel",
                        List.of("/boot holds no vmlinuz"),
                        "install one: rescuekit chroot --write, then apt-get or dnf"));
    }

    private static Optional<Kernel> started(BootChoice choice, SystemView view) {
        return choice.chosen()
                .kernel()
                .flatMap(path -> new BootFiles(view, choice.file()).find(choice.chosen(), path))
                .flatMap(view.files()::find)
                .flatMap(image -> view.system().kernels().stream()
                        .filter(it -> view.files()
                                .find(it.image())
                                .filter(image::equals)
                                .isPresent())
                        .findFirst());
    }

    // What the entry loads; what lies beside the kernel where no menu tells.
    private static List<String> initramfs(Kernel kernel, Optional<BootChoice> choice, SystemView view) {
        if (choice.isEmpty()) {
            return kernel.initramfs().stream().toList();
        }
        BootEntry entry = choice.get().chosen();
        BootFiles files = new BootFiles(view, choice.get().file());
        return entry.initramfs().stream()
                .filter(path -> !path.startsWith("$"))
                .map(path -> files.find(entry, path).orElse(path))
                .toList();
    }

    private LeaveVerdict judge(Kernel kernel, List<String> initramfs, SystemView view) {
        KernelParts parts = new KernelParts(kernel, view);
        parts.image();
        parts.initramfs(initramfs);
        parts.modules();
        List<String> evidence = Stream.concat(Fault.sentences(parts.faults()).stream(), parts.evidence().stream())
                .toList();
        String release = kernel.release();
        String next = "make it anew: rescuekit chroot --write, then update-initramfs or dracut for " + release
                + "; or choose an older kernel";
        return switch (Fault.worst(parts.faults())) {
            case FAILED -> LeaveVerdict.failed(id(), release + " is not complete", evidence, next);
            case SUSPECT -> LeaveVerdict.suspect(id(), release + " may not be complete", evidence, next);
            case UNKNOWN ->
                LeaveVerdict.unknowable(id(), "it cannot be told whether " + release + " finds its root", evidence);
            case HEALTHY -> LeaveVerdict.healthy(id(), release + " with " + parts.inShort(), evidence);
        };
    }
}
