package io.github.rescuekit.recovery;

import io.github.rescuekit.diagnose.FoundSystems;
import io.github.rescuekit.diagnose.InstalledSystemSearch;
import io.github.rescuekit.diagnose.SystemCandidate;
import io.github.rescuekit.installed.LayerNameFiles;
import io.github.rescuekit.layers.Layer;
import io.github.rescuekit.layers.Layer.Kind;
import io.github.rescuekit.layers.Layers;
import io.github.rescuekit.layers.LuksKey;
import io.github.rescuekit.layers.Opening;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.CrypttabEntry;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.mount.DeviceFinder;
import io.github.rescuekit.repair.boot.BootView;
import io.github.rescuekit.repair.boot.UnlockedRoot;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Opens layers with the operator's keys, then with those that crypttab of an installed system names: the key of its data
 * often lies on its root.
 */
public final class Unlocking {

    private static final String LUKS = "crypto_LUKS";

    private final Supplier<Machine> look;
    private final Layers layers;
    private final InstalledSystemSearch search;

    public Unlocking(Supplier<Machine> look, Layers layers, InstalledSystemSearch search) {
        this.look = look;
        this.layers = layers;
        this.search = search;
    }

    /**
     * Opens what is closed, until no crypttab knows another key; what a crypttab has a name for gets that name.
     *
     * @param only this device's layers; empty for those of all disks but the rescue system's own
     * @return every layer that was found closed, with how it is now
     */
    public List<Layer> open(Opening opening, Optional<String> only) {
        Map<String, Layer> all = new LinkedHashMap<>();
        layers.open(opening, only).forEach(it -> all.put(it.name(), it));
        Set<String> tried = new HashSet<>();
        boolean goOn = all.values().stream().anyMatch(it -> it.kind() == Kind.ENCRYPTED);
        while (goOn) {
            goOn = byCrypttab(opening, only, all, tried);
        }
        return List.copyOf(all.values());
    }

    private boolean byCrypttab(Opening opening, Optional<String> only, Map<String, Layer> all, Set<String> tried) {
        Machine machine = look.get();
        // The keys are read from the systems, which stay mounted for this long.
        try (FoundSystems found = search.find(machine)) {
            Map<String, NamedKey> keys = new LinkedHashMap<>();
            for (SystemCandidate system : found.systems()) {
                rename(system, machine, all);
                keys.putAll(keys(system, machine));
            }
            Set<String> certain = Set.copyOf(keys.keySet());
            strayKey(found, machine)
                    .ifPresent(it -> unclaimed(found, machine).forEach(device -> keys.putIfAbsent(device.path(), it)));
            keys.keySet().removeAll(tried);
            tried.addAll(keys.keySet());
            List<Layer> now = keys.isEmpty() ? List.of() : open(opening, only, keys);
            now.stream()
                    .filter(it -> it.isOpen() || it.from().stream().anyMatch(certain::contains))
                    .forEach(it -> all.put(it.name(), it));
            return now.stream().anyMatch(Layer::isOpen);
        }
    }

    private List<Layer> open(Opening opening, Optional<String> only, Map<String, NamedKey> keys) {
        return layers.open(opening.with(it -> Optional.ofNullable(keys.get(it)).map(NamedKey::key)), only).stream()
                .map(layer -> layer.kind() == Kind.ENCRYPTED && layer.isOpen()
                        ? layer.from().stream()
                                .flatMap(it -> Optional.ofNullable(keys.get(it)).stream())
                                .findFirst()
                                .map(it -> layers.rename(layer, it.name()))
                                .orElse(layer)
                        : layer)
                .toList();
    }

    /**
     * The key of a line of crypttab.
     *
     * @param name what the line calls what it opens
     */
    private record NamedKey(LuksKey key, String name) {}

    // A volume that got another identifier still has its key: that of the one line whose device is nowhere fits. A line
    // that may mean either of two copies has its volume here.
    private static Optional<NamedKey> strayKey(FoundSystems found, Machine machine) {
        List<NamedKey> keys = found.systems().stream()
                .flatMap(system -> lines(system)
                        .filter(it ->
                                finder(system, machine).find(it.source(), LUKS).isNowhere())
                        .flatMap(it -> key(it, system).stream()))
                .toList();
        return keys.size() == 1 ? Optional.of(keys.get(0)) : Optional.empty();
    }

    private static List<BlockDevice> unclaimed(FoundSystems found, Machine machine) {
        Set<BlockDevice> claimed = new HashSet<>();
        found.systems().forEach(it -> claimed.addAll(encrypted(it, machine).values()));
        return machine.devices().stream()
                .filter(it -> it.holds(LUKS) && machine.childrenOf(it).isEmpty() && !claimed.contains(it))
                .toList();
    }

    private void rename(SystemCandidate system, Machine machine, Map<String, Layer> all) {
        names(system, machine)
                .forEach((device, right) -> all.replaceAll((name, layer) -> layer.kind() == Kind.ENCRYPTED
                                && layer.isOpen()
                                && layer.from().equals(List.of(device.path()))
                        ? layers.rename(layer, right)
                        : layer));
    }

    private static Map<BlockDevice, String> names(SystemCandidate system, Machine machine) {
        Map<BlockDevice, String> names = new LinkedHashMap<>();
        encrypted(system, machine).forEach((entry, device) -> names.put(device, entry.name()));
        // The boot looks for the root under the name that fstab and the menu have for it, whatever crypttab says.
        UnlockedRoot.of(new BootView(
                        system.system(), system.device(), finder(system, machine), system.system()::whyHidden))
                .ifPresent(root -> root.name()
                        .filter(CrypttabEntry::isUsualName)
                        .ifPresent(it -> names.put(root.encrypted(), it)));
        return names;
    }

    private static Map<String, NamedKey> keys(SystemCandidate system, Machine machine) {
        Map<String, NamedKey> keys = new LinkedHashMap<>();
        encrypted(system, machine).forEach((entry, device) -> {
            if (machine.childrenOf(device).isEmpty()) {
                key(entry, system).ifPresent(it -> keys.put(device.path(), it));
            }
        });
        return keys;
    }

    // A key that a script prints is none that we can read.
    private static Optional<NamedKey> key(CrypttabEntry entry, SystemCandidate system) {
        return entry.key()
                .filter(it -> it.startsWith("/") && !it.startsWith("/dev/"))
                .filter(it -> entry.value("keyscript").isEmpty())
                .flatMap(system.system().files()::find)
                .filter(it -> it.isRegular())
                .map(it -> new LuksKey.KeyFile(
                        system.mounted().root().resolve(it.path().substring(1)), part(entry)))
                .map(it -> new NamedKey(it, entry.name()));
    }

    private static List<String> part(CrypttabEntry entry) {
        return Stream.of("keyfile-offset", "keyfile-size")
                .flatMap(option -> entry.value(option).filter(it -> it.matches("\\d{1,9}")).stream()
                        .flatMap(it -> Stream.of("--" + option, it)))
                .toList();
    }

    private static Map<CrypttabEntry, BlockDevice> encrypted(SystemCandidate system, Machine machine) {
        DeviceFinder devices = finder(system, machine);
        Map<CrypttabEntry, BlockDevice> encrypted = new LinkedHashMap<>();
        lines(system)
                .forEach(entry -> devices.find(entry.source(), LUKS)
                        .device()
                        .filter(it -> it.holds(LUKS))
                        .ifPresent(it -> encrypted.put(entry, it)));
        return encrypted;
    }

    private static Stream<CrypttabEntry> lines(SystemCandidate system) {
        return LayerNameFiles.names(system.system().files()).unlocked().stream().filter(CrypttabEntry::hasUsualName);
    }

    private static DeviceFinder finder(SystemCandidate system, Machine machine) {
        return new DeviceFinder(
                system.system().fstab(), LayerNameFiles.names(system.system().files()), machine, system.device());
    }
}
