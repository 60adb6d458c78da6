package io.github.rescuekit.repair.boot;

import io.github.rescuekit.installed.SystemFile;
import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.DeviceKind;
import io.github.rescuekit.model.FstabEntry;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.Verdict;
import io.github.rescuekit.mount.EfiPartitions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The EFI system partitions of a system, where its view shows them: those of its fstab, and those beside its mirror. */
public final class Esps {

    /**
     * One of them.
     *
     * @param at the directory of the system that shows it
     * @param name for a person
     */
    public record Esp(String at, String name, Optional<BlockDevice> device) {}

    private final BootView view;
    private final Machine machine;
    private final BlockDevice boot;
    private final List<Esp> all = new ArrayList<>();

    public Esps(BootView view) {
        this.view = view;
        this.machine = view.system().machine();
        this.boot = view.bootDevice();
        view.system().fstab().entries().stream()
                .filter(it -> it.type().equals("vfat")
                        && EfiPartitions.isMountPoint(it.mountPoint())
                        && view.whyHidden(it.mountPoint()).isEmpty())
                .map(this::ofLine)
                .filter(it -> it.device().filter(this::isShownApart).isEmpty())
                .filter(it -> all.stream().noneMatch(other -> other.at().equals(it.at())))
                .forEach(all::add);
        EfiPartitions.beside(machine, boot).stream()
                .filter(this::isShownApart)
                .map(it -> new Esp(EfiPartitions.mountPoint(it), it.path(), Optional.of(it)))
                .forEach(all::add);
    }

    private Esp ofLine(FstabEntry entry) {
        return new Esp(
                entry.mountPoint(),
                entry.mountPoint(),
                view.devices().find(entry).device());
    }

    private boolean isShownApart(BlockDevice esp) {
        return view.files()
                .find(EfiPartitions.mountPoint(esp))
                .filter(SystemFile::isDirectory)
                .isPresent();
    }

    /** Those of fstab first, which the system's own packages keep. */
    public List<Esp> all() {
        return List.copyOf(all);
    }

    public SystemFiles files() {
        return view.files();
    }

    /** Disks of the mirror that have none, while another one has. */
    public List<BlockDevice> disksWithout() {
        List<BlockDevice> disks = machine.isRedundant(boot) ? machine.activeDisksOf(boot) : List.of();
        boolean oneHas =
                disks.stream().anyMatch(it -> !EfiPartitions.of(machine, it).isEmpty());
        boolean isMirrored = all.stream().anyMatch(it -> array(it).isPresent());
        return oneHas && !isMirrored
                ? disks.stream()
                        .filter(it -> EfiPartitions.of(machine, it).isEmpty())
                        .toList()
                : List.of();
    }

    /** What is to be said of these. */
    public List<Fault> faultsOfDisksWithout() {
        return disksWithout().stream()
                .map(it ->
                        new Fault(Verdict.SUSPECT, it.path(), it.path() + " has no EFI system partition to start from"))
                .toList();
    }

    /** The array that one lies on. */
    public static Optional<BlockDevice> array(Esp esp) {
        return esp.device().filter(it -> it.kind() == DeviceKind.RAID);
    }

    /** The metadata of the array that one lies on, such as {@code 1.0}. */
    public Optional<String> metadata(Esp esp) {
        return array(esp).stream()
                .flatMap(it -> it.parents().stream())
                .flatMap(it -> machine.device(it).stream())
                .flatMap(it -> it.filesystem().stream())
                .flatMap(it -> it.version().stream())
                .findFirst();
    }
}
