package io.github.rescuekit.leave;

import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.PartitionEntry;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.model.Verdict;
import io.github.rescuekit.mount.FoundDevice;
import io.github.rescuekit.repair.boot.EspContent;
import io.github.rescuekit.repair.boot.Fault;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Looks for what UEFI starts: programs on the EFI system partitions. */
final class UefiLoader {

    private static final String MBR_ESP = "0xef";

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
        esps.forEach(esp -> faults.addAll(faults(esp)));
        return faults.size() < esps.size() ? List.of() : faults;
    }

    private Set<BlockDevice> esps() {
        Machine machine = view.system().machine();
        Set<BlockDevice> esps = new LinkedHashSet<>();
        machine.disksOf(view.root()).stream()
                .flatMap(disk -> machine.childrenOf(disk).stream())
                .filter(UefiLoader::isEsp)
                .forEach(esps::add);
        view.lines().stream()
                .filter(it ->
                        it.mountPoint().equals("/boot/efi") || it.mountPoint().equals("/efi"))
                .flatMap(it -> it.device().stream())
                .forEach(esps::add);
        return esps;
    }

    private static boolean isEsp(BlockDevice device) {
        return device.partition()
                .filter(it -> it.isOfType(PartitionEntry.EFI_SYSTEM) || it.isOfType(MBR_ESP))
                .isPresent();
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
        content.searched().forEach(it -> searched(esp, it, faults));
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
