package io.github.rescuekit.leave;

import io.github.rescuekit.model.Verdict;
import io.github.rescuekit.repair.boot.BootMenus;
import io.github.rescuekit.repair.boot.EntryKernel;
import io.github.rescuekit.repair.boot.Fault;
import io.github.rescuekit.repair.boot.KernelParts;
import io.github.rescuekit.repair.initramfs.InitramfsLook;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
        return new BootMenus(view.files())
                .started()
                .flatMap(it -> EntryKernel.of(it.chosen(), it.file(), view.boot()))
                .or(() -> newest(view))
                .map(kernel -> judge(kernel, view))
                .orElseGet(() -> LeaveVerdict.failed(
                        id(),
                        "there is no kernel",
                        List.of("/boot holds no vmlinuz"),
                        "install one: rescuekit chroot --write, then apt-get or dnf"));
    }

    // Where no menu tells, what lies beside the kernel is loaded with it.
    private static Optional<EntryKernel> newest(SystemView view) {
        return view.system().kernels().stream()
                .findFirst()
                .map(it -> new EntryKernel(it, it.initramfs().stream().toList()));
    }

    private LeaveVerdict judge(EntryKernel started, SystemView view) {
        KernelParts parts = started.parts(view.boot());
        String release = started.kernel().release();
        List<Fault> faults = new ArrayList<>(parts.faults());
        List<String> evidence = new ArrayList<>(parts.evidence());
        if (Fault.worst(faults) != Verdict.FAILED) {
            InitramfsLook.Inside inside =
                    started.inside(view.boot(), view.outside().initramfs());
            inside.missing().forEach(it -> faults.add(new Fault(Verdict.FAILED, release, it)));
            inside.unknown().forEach(it -> faults.add(new Fault(Verdict.UNKNOWN, release, it)));
            evidence.addAll(inside.evidence());
        }
        evidence.addAll(0, Fault.sentences(faults));
        String next = "make it anew: rescuekit chroot --write, then update-initramfs or dracut for " + release
                + "; or choose an older kernel";
        return switch (Fault.worst(faults)) {
            case FAILED -> LeaveVerdict.failed(id(), release + " is not complete", evidence, next);
            case SUSPECT -> LeaveVerdict.suspect(id(), release + " may not be complete", evidence, next);
            case UNKNOWN ->
                LeaveVerdict.unknowable(id(), "it cannot be told whether " + release + " finds its root", evidence);
            case HEALTHY -> LeaveVerdict.healthy(id(), release + " with " + parts.inShort(), evidence);
        };
    }
}
