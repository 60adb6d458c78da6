package io.github.rescuekit.leave;

import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.model.Verdict;
import io.github.rescuekit.mount.EfiPartitions;
import io.github.rescuekit.mount.FoundDevice;
import io.github.rescuekit.repair.boot.EspContent;
import io.github.rescuekit.repair.boot.Esps;
import io.github.rescuekit.repair.boot.Fault;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Looks for what UEFI starts: programs on the EFI system partitions. */
final class UefiLoader {

    private final SystemView view;
    private final List<String> evidence = new ArrayList<>();

    UefiLoader(SystemView view) {
        this.view = view;
    }

    List<String> evidence() {
        return List.copyOf(evidence);
    }

    /** What is wrong, as far as it can be told without the firmware's own list of entries. */
    List<Fault> faults() {
        Set<BlockDevice> esps = esps();
        if (esps.isEmpty()) {
            return List.of(new Fault(Verdict.FAILED, "the disk", "no disk of the root has an EFI system partition"));
        }
        List<Fault> faults = new ArrayList<>();
        boolean oneStarts = false;
        for (BlockDevice esp : esps) {
            List<Fault> found = faults(esp);
            oneStarts |= found.isEmpty();
            faults.addAll(found);
        }
        BlockDevice boot = view.boot().bootDevice();
        if (oneStarts && !view.system().machine().isRedundant(boot)) {
            return List.of();
        }
        return oneStarts ? ofOneHalf(faults) : faults;
    }

    // The other half of the mirror starts; by which entry the firmware would start this one, it cannot tell either.
    private List<Fault> ofOneHalf(List<Fault> faults) {
        return Stream.concat(
                        faults.stream().map(Fault::suspected), new Esps(view.boot()).faultsOfDisksWithout().stream())
                .toList();
    }

    private Set<BlockDevice> esps() {
        Machine machine = view.system().machine();
        Set<BlockDevice> esps = new LinkedHashSet<>();
        Stream.of(view.root(), view.boot().bootDevice())
                .flatMap(it -> machine.activeDisksOf(it).stream())
                .flatMap(disk -> EfiPartitions.of(machine, disk).stream())
                .forEach(esps::add);
        view.lines().stream()
                .filter(it -> EfiPartitions.isMountPoint(it.mountPoint()))
                .flatMap(it -> it.device().stream())
                .forEach(esps::add);
        return esps;
    }

    private List<Fault> faults(BlockDevice esp) {
        EspContent content;
        try {
            content = view.outside().esp(esp);
        } catch (RescueException e) {
            String why = e.unlessInterrupted().happened();
            return List.of(new Fault(Verdict.UNKNOWN, esp.path(), esp.path() + " could not be looked at: " + why));
        }
        if (content.loaders().isEmpty()) {
            return List.of(new Fault(Verdict.FAILED, esp.path(), esp.path() + " holds no program for UEFI to start"));
        }
        List<Fault> faults = new ArrayList<>();
        // Beside one that leads on, the others are of systems that are no more.
        if (content.searched().stream()
                .noneMatch(it -> view.devices().find(it, "auto").device().isPresent())) {
            content.searched().forEach(it -> searched(esp, it, faults));
        }
        String architecture = view.system().architecture().orElse("x86_64");
        content.removable(architecture)
                .ifPresentOrElse(
                        it -> evidence.add(esp.path() + ": " + it),
                        () -> faults.add(new Fault(
                                Verdict.UNKNOWN,
                                esp.path(),
                                esp.path() + " has only " + content.loaders().get(0)
                                        + ": whether the firmware has an entry for it cannot be told here")));
        return faults;
    }

    private void searched(BlockDevice esp, String identifier, List<Fault> faults) {
        FoundDevice found = view.devices().find(identifier, "auto");
        if (found.device().isEmpty()) {
            faults.add(new Fault(
                    view.whyUncertain(found).isPresent() ? Verdict.UNKNOWN : Verdict.FAILED,
                    esp.path(),
                    "grub.cfg on " + esp.path() + " searches for " + identifier + ": "
                            + view.whyUncertain(found).orElse(found.how())));
        }
    }
}
