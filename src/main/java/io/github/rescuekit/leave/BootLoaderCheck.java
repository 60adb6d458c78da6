package io.github.rescuekit.leave;

import io.github.rescuekit.installed.BootMode;
import io.github.rescuekit.model.Verdict;
import io.github.rescuekit.repair.boot.Fault;
import java.util.ArrayList;
import java.util.List;

/** Is there on the disk what the firmware starts? */
final class BootLoaderCheck implements LeaveCheck {

    private static final String BIOS = "rescuekit chroot --write -- grub-install ";
    private static final String UEFI =
            "mount the EFI system partition in a chroot and install the loader anew: grub-install"
                    + " --target=x86_64-efi --removable on Debian; reinstall shim and grub2-efi on EL";

    /** What one firmware would find. */
    private record Start(String firmware, List<Fault> faults, List<String> evidence, String next) {

        Verdict verdict() {
            return Fault.worst(faults);
        }

        List<String> lines() {
            List<String> lines = new ArrayList<>(Fault.sentences(faults));
            lines.addAll(evidence);
            return lines.stream().map(line -> firmware + ": " + line).toList();
        }
    }

    @Override
    public String id() {
        return "boot loader";
    }

    @Override
    public LeaveVerdict judge(SystemView view) {
        BootMode mode = view.system().bootMode();
        return switch (mode) {
            case BIOS -> verdict(bios(view), List.of());
            case UEFI -> verdict(uefi(view), List.of());
            case BOTH -> both(view);
            case UNKNOWN ->
                LeaveVerdict.unknowable(
                        id(),
                        "the disk is prepared for neither BIOS nor UEFI; a provider may start the kernel itself",
                        List.of("no partition for a boot loader, no boot loader below /boot"));
        };
    }

    // The disk can be started either way: what the rescue system was started by counts.
    private LeaveVerdict both(SystemView view) {
        boolean isUefi = view.outside().startedByUefi();
        Start wanted = isUefi ? uefi(view) : bios(view);
        Start other = isUefi ? bios(view) : uefi(view);
        if (wanted.verdict() == Verdict.FAILED && other.verdict() != Verdict.FAILED) {
            return LeaveVerdict.suspect(
                    id(),
                    "only " + other.firmware() + " starts it, and this machine was started by " + wanted.firmware(),
                    lines(wanted, other.lines()),
                    wanted.next());
        }
        return verdict(wanted, other.lines());
    }

    private static Start bios(SystemView view) {
        BiosLoader loader = new BiosLoader(view);
        List<Fault> faults = loader.faults();
        String disk = faults.stream()
                .map(Fault::where)
                .filter(it -> it.startsWith("/dev/"))
                .findFirst()
                .orElseGet(() ->
                        view.system().machine().disksOf(view.root()).get(0).path());
        return new Start("BIOS", faults, loader.evidence(), BIOS + disk + " (grub2-install on EL and SUSE)");
    }

    private static Start uefi(SystemView view) {
        UefiLoader loader = new UefiLoader(view);
        List<Fault> faults = loader.faults();
        return new Start("UEFI", faults, loader.evidence(), UEFI);
    }

    private LeaveVerdict verdict(Start start, List<String> more) {
        List<String> evidence = lines(start, more);
        String firmware = start.firmware();
        return switch (start.verdict()) {
            case FAILED -> LeaveVerdict.failed(id(), firmware + " finds nothing to start", evidence, start.next());
            case SUSPECT -> LeaveVerdict.suspect(id(), firmware + " does not start every disk", evidence, start.next());
            case UNKNOWN ->
                LeaveVerdict.unknowable(id(), "it cannot be told whether " + firmware + " starts it", evidence);
            case HEALTHY -> LeaveVerdict.healthy(id(), firmware + " finds its boot loader", evidence);
        };
    }

    private static List<String> lines(Start start, List<String> more) {
        List<String> lines = new ArrayList<>(start.lines());
        lines.addAll(more);
        return lines;
    }
}
