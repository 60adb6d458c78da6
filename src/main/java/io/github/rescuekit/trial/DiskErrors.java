package io.github.rescuekit.trial;

import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.DiskCopy;
import io.github.rescuekit.model.ErrorCounters;
import io.github.rescuekit.model.ErrorCounters.Growth;
import io.github.rescuekit.model.HardwareError;
import io.github.rescuekit.model.HardwareError.Kind;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the kernel logged and the drives counted while a device was read. */
final class DiskErrors {

    private static final int SHOWN = 8;

    private final Set<String> names;
    private final List<BlockDevice> disks;
    private final String replace;
    private final Supplier<ErrorCounters> kernel;
    private final DriveCounters drives;
    private final ErrorCounters kernelBefore;
    private final ErrorCounters drivesBefore;
    private List<HardwareError> logged = List.of();
    private List<Growth> counted = List.of();

    /** Reads them for the first time. */
    DiskErrors(Machine machine, BlockDevice device, Supplier<ErrorCounters> kernel, DriveCounters drives) {
        this.disks = machine.disksOf(device);
        this.names = Stream.concat(disks.stream(), Stream.of(device))
                .flatMap(it -> Stream.concat(Stream.of(it.path()), it.links().stream()))
                .map(path -> path.substring("/dev/".length()))
                .collect(Collectors.toSet());
        this.replace = DiskCopy.thenReplace(device.path());
        this.kernel = kernel;
        this.drives = drives;
        this.kernelBefore = kernel.get();
        this.drivesBefore = drives.of(disks);
    }

    void readAgain() {
        logged = kernel.get().newLines(kernelBefore).stream()
                .filter(error -> error.device().filter(names::contains).isPresent())
                .toList();
        counted = drives.of(disks).since(drivesBefore);
    }

    Stream<Judgement> judgements() {
        List<Judgement> judgements = new ArrayList<>();
        if (!logged.isEmpty()) {
            judgements.add(Judgement.of(Verdict.FAILED, "the kernel logged errors of the disk", replace));
        }
        if (hasCounted(Kind.DISK)) {
            judgements.add(Judgement.of(
                    Verdict.FAILED, "the disk counted bad sectors or lost data while it was read", replace));
        }
        if (hasCounted(Kind.CORRECTED)) {
            judgements.add(Judgement.of(
                    Verdict.SUSPECT,
                    "data was garbled between the disk and its controller, and sent again",
                    "have the cable, the backplane and the slot looked at"));
        }
        return judgements.stream();
    }

    private boolean hasCounted(Kind kind) {
        return counted.stream().anyMatch(it -> it.kind() == kind);
    }

    Stream<String> lines() {
        return Stream.concat(
                counted.stream().map(Growth::words),
                logged.stream().map(HardwareError::line).limit(SHOWN));
    }
}
