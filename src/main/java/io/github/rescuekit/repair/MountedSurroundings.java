package io.github.rescuekit.repair;

import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.PartitionEntry;
import io.github.rescuekit.mount.BtrfsDefault;
import io.github.rescuekit.mount.Chroot;
import io.github.rescuekit.mount.ChrootEnd;
import io.github.rescuekit.mount.ConfinedProgram;
import io.github.rescuekit.mount.FstabVerdict;
import io.github.rescuekit.mount.MountedSystem;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A mounted system's programs in a chroot, its btrfs, and the disks that its root is on, which are locked for this work. */
record MountedSurroundings(MountedSystem mounted, Machine machine, Chroot chroot, BtrfsDefault btrfs)
        implements Surroundings {

    private static final Set<String> WITH_A_LOADER = Set.of("/", "/boot");

    @Override
    public ChrootEnd run(Step.RunProgram step, List<String> writable, String scratch) {
        return chroot.run(mounted, new ConfinedProgram(step.command(), writable, scratch, deviceLinks(), step.limit()));
    }

    @Override
    public DefaultSubvolume defaultSubvolume() {
        return new DefaultSubvolume() {
            @Override
            public long id() {
                return btrfs.of(mounted.root()).id();
            }

            @Override
            public void set(long id) {
                btrfs.set(mounted.root(), id);
            }
        };
    }

    // Only where no udev made them; two devices of one UUID have no such name.
    private Map<String, Path> deviceLinks() {
        if (machine.devices().stream().anyMatch(it -> !it.links().isEmpty())) {
            return Map.of();
        }
        Map<String, Path> links = new TreeMap<>();
        Set<String> ambiguous = new HashSet<>();
        for (BlockDevice device : machine.devices()) {
            names(device)
                    .filter(name -> links.put(name, Path.of(device.path())) != null)
                    .forEach(ambiguous::add);
        }
        links.keySet().removeAll(ambiguous);
        return links;
    }

    private static Stream<String> names(BlockDevice device) {
        return Stream.concat(
                device.uuid().map(it -> "by-uuid/" + it).stream(),
                device.partition().flatMap(PartitionEntry::uuid).map(it -> "by-partuuid/" + it).stream());
    }

    @Override
    public List<BootArea> bootAreas() {
        return mounted.verdicts().stream()
                .filter(it -> it.action() == FstabVerdict.Action.MOUNTED && WITH_A_LOADER.contains(it.mountPoint()))
                .flatMap(it -> it.device().stream())
                .flatMap(it -> machine.disksOf(it).stream())
                .distinct()
                .filter(disk -> !machine.belongsToRescue(disk))
                .filter(disk -> machine.childrenOf(disk).stream()
                        .anyMatch(it ->
                                it.partition().flatMap(PartitionEntry::start).isPresent()))
                .map(disk -> BootArea.of(machine, disk))
                .toList();
    }
}
