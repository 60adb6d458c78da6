package io.github.rescuekit.repair.initramfs;

import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.BusDevice;
import io.github.rescuekit.model.DeviceKind;
import io.github.rescuekit.model.Filesystem;
import io.github.rescuekit.model.Machine;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * All that a kernel needs before it can mount the root: drivers of the disks, layers, the filesystem. A disk that is a file
 * here will be another one where the system runs.
 */
final class RootNeeds {

    // Mass storage; what else a disk hangs on has a driver of its own, or is built in.
    private static final Pattern STORAGE = Pattern.compile("pci:.*bc01.*");

    private final Machine machine;
    private final KernelModules modules;
    private final Function<BlockDevice, List<BusDevice>> hardware;

    RootNeeds(Machine machine, KernelModules modules, Function<BlockDevice, List<BusDevice>> hardware) {
        this.machine = machine;
        this.modules = modules;
        this.hardware = hardware;
    }

    List<Need> of(BlockDevice root) {
        Set<BlockDevice> layers = new LinkedHashSet<>();
        collect(root, layers);
        List<Need> needs = new ArrayList<>();
        layers.stream()
                .filter(BlockDevice::isWholeDisk)
                .filter(it -> it.kind() != DeviceKind.LOOP)
                .forEach(it -> needs.addAll(disk(it)));
        layers.forEach(it -> layer(it).ifPresent(needs::add));
        root.filesystem().map(Filesystem::type).map(it -> filesystem(root, it)).ifPresent(needs::add);
        return needs.stream()
                .map(it -> new Need(
                        it.reason(),
                        it.modules().stream().filter(modules::has).collect(Collectors.toSet()),
                        it.programs()))
                .toList();
    }

    private void collect(BlockDevice device, Set<BlockDevice> layers) {
        if (layers.add(device)) {
            device.parents().stream().flatMap(it -> machine.device(it).stream()).forEach(it -> collect(it, layers));
        }
    }

    private List<Need> disk(BlockDevice disk) {
        List<Need> needs = new ArrayList<>();
        for (BusDevice device : hardware.apply(disk)) {
            Set<String> drivers = drivers(device);
            if (!drivers.isEmpty() || STORAGE.matcher(device.alias()).matches()) {
                needs.add(Need.module(
                        disk.path() + " hangs on " + device.alias() + " (" + device.driver() + ")", drivers));
            }
        }
        return needs.isEmpty()
                ? List.of(Need.module("it cannot be seen what " + disk.path() + " hangs on", Set.of()))
                : needs;
    }

    // What is built in is hardly ever listed by the alias of its devices: there the driver has the name that it has
    // here.
    private Set<String> drivers(BusDevice device) {
        Set<String> claiming = modules.claiming(device.alias());
        if (!claiming.isEmpty()) {
            return claiming;
        }
        return device.module()
                .or(() -> Optional.of(device.driver()))
                .map(KernelModules::nameOf)
                .filter(modules::has)
                .map(Set::of)
                .orElse(Set.of());
    }

    private Optional<Need> layer(BlockDevice device) {
        return switch (device.kind()) {
            case RAID -> Optional.of(new Need(device.path() + " is an array", array(device), List.of("mdadm")));
            case LVM -> Optional.of(new Need(device.path() + " is a logical volume", Set.of("dm_mod"), List.of("lvm")));
            case CRYPT ->
                Optional.of(new Need(
                        device.path() + " is encrypted",
                        Set.of("dm_crypt"),
                        List.of("cryptsetup", "systemd-cryptsetup")));
            default -> Optional.empty();
        };
    }

    private Set<String> array(BlockDevice device) {
        String level = machine.arrays().stream()
                .filter(it -> machine.device(it.path()).equals(Optional.of(device)))
                .flatMap(it -> it.level().stream())
                .findFirst()
                .orElse("");
        return switch (level) {
            case "raid4", "raid5", "raid6" -> Set.of("raid456");
            case "" -> Set.of("md_mod");
            default -> Set.of(level);
        };
    }

    private Need filesystem(BlockDevice root, String type) {
        Set<String> drivers = new LinkedHashSet<>(modules.claiming("fs-" + type));
        drivers.add(type);
        return Need.module(root.path() + " holds " + type, drivers);
    }
}
