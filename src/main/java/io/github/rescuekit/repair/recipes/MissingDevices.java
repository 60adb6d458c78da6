package io.github.rescuekit.repair.recipes;

import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.FstabEntry;
import io.github.rescuekit.model.Verdict;
import io.github.rescuekit.mount.BootNeed;
import io.github.rescuekit.repair.boot.BootUnlocking;
import io.github.rescuekit.repair.boot.BootView;
import io.github.rescuekit.repair.boot.FstabFaults;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Finds the lines of fstab that the boot waits for and whose device will not be there. */
final class MissingDevices {

    private final BootView view;
    private final FstabFaults faults;
    private final BootUnlocking unlocking;
    private final Function<BlockDevice, Optional<String>> lastMounted;

    /** @param lastMounted the directory that a filesystem says it was last mounted on */
    MissingDevices(BootView view, Function<BlockDevice, Optional<String>> lastMounted) {
        this.view = view;
        this.faults = new FstabFaults(view);
        this.unlocking = new BootUnlocking(view);
        this.lastMounted = lastMounted;
    }

    /** Those of that verdict. */
    List<MissingDevice> all(Verdict... verdicts) {
        List<MissingDevice> found = lines().stream()
                .flatMap(it -> missing(it).stream())
                .filter(it -> List.of(verdicts).contains(it.fault().verdict()))
                .toList();
        List<FstabEntry> nowhere = found.stream()
                .filter(it -> it.lockedIn().isEmpty())
                .map(MissingDevice::entry)
                .toList();
        Replacements replacements = new Replacements(view, nowhere, lastMounted);
        return found.stream()
                .map(it -> it.lockedIn().isEmpty() ? it.with(replacements.of(it.entry())) : it)
                .toList();
    }

    // What crypttab is to unlock from a device that is nowhere, is mended there.
    private List<FstabEntry> lines() {
        List<FstabEntry> ofCrypttab = new LostVolumes(view, lastMounted)
                .all().stream().flatMap(it -> it.users().stream()).toList();
        return view.system().fstab().entries().stream()
                .filter(it -> BootNeed.of(it) != BootNeed.NONE && it.isOnADevice())
                .filter(it -> !ofCrypttab.contains(it))
                .toList();
    }

    private Optional<MissingDevice> missing(FstabEntry entry) {
        Optional<BlockDevice> device = view.devices().find(entry).device();
        Optional<BlockDevice> lockedIn = device.flatMap(unlocking::lockedBelow);
        return device.isEmpty() || lockedIn.isPresent()
                ? faults.of(entry).map(it -> new MissingDevice(entry, it, lockedIn, Optional.empty()))
                : Optional.empty();
    }
}
