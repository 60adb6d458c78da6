package io.github.rescuekit.leave;

import io.github.rescuekit.installed.BootMode;
import io.github.rescuekit.model.Verdict;
import io.github.rescuekit.repair.boot.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Is there on the disk what the firmware starts? */
final class BootLoaderCheck implements LeaveCheck {

    private static final String NEXT = "rescuekit repair boot-loader";

    /** What one firmware would find. */
    private record Start(String firmware, List<Fault> faults, List<String> evidence) {

        Verdict verdict() {
            return Fault.worst(faults);
        }

        String suspects() {
            return faults.stream()
                    .filter(it -> it.verdict() == Verdict.SUSPECT)
                    .map(Fault::where)
                    .distinct()
                    .collect(Collectors.joining(", "));
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
                    NEXT);
        }
        return verdict(wanted, other.lines());
    }

    private static Start bios(SystemView view) {
        BiosLoader loader = new BiosLoader(view);
        List<Fault> faults = loader.faults();
        return new Start("BIOS", faults, loader.evidence());
    }

    private static Start uefi(SystemView view) {
        UefiLoader loader = new UefiLoader(view);
        List<Fault> faults = loader.faults();
        return new Start("UEFI", faults, loader.evidence());
    }

    private LeaveVerdict verdict(Start start, List<String> more) {
        List<String> evidence = lines(start, more);
        String firmware = start.firmware();
        return switch (start.verdict()) {
            case FAILED -> LeaveVerdict.failed(id(), firmware + " finds nothing to start", evidence, NEXT);
            case SUSPECT ->
                LeaveVerdict.suspect(
                        id(),
                        firmware + " does not start from every disk: not from " + start.suspects(),
                        evidence,
                        NEXT);
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
