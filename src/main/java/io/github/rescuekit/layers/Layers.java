package io.github.rescuekit.layers;

import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.Runner;
import io.github.rescuekit.exec.Tools;
import io.github.rescuekit.layers.Layer.Kind;
import io.github.rescuekit.layers.OpenedLayers.Opened;
import io.github.rescuekit.layers.Opener.Closed;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.DeviceKind;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.RescueException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Opens all layers, from the disks up, and closes what it opened, from the top down. */
public final class Layers {

    private static final String MAPPER = "/dev/mapper/";
    private static final String DMSETUP = "dmsetup";

    private final Runner runner;
    private final Supplier<Machine> look;
    private final Tools tools;
    private final OpenedLayers record;
    private final List<Opener> openers;

    /**
     * Layers of this machine.
     *
     * @param look the machine at this moment
     * @param record where it is kept what is open
     */
    public Layers(Runner runner, Tools tools, Supplier<Machine> look, OpenedLayers record) {
        this.runner = runner;
        this.look = look;
        this.tools = tools;
        this.record = record;
        this.openers = List.of(new Arrays(runner, look), new VolumeGroups(runner), new EncryptedVolumes(runner));
    }

    /**
     * Opens what is closed, until nothing new appears: an encrypted volume may lie on a volume group, and that on an array.
     *
     * @param only this device's layers; empty for those of all disks but the rescue system's own
     * @return every layer that was found closed, with how it is now
     */
    public List<Layer> open(Opening opening, Optional<String> only) {
        List<Layer> layers = new ArrayList<>();
        Set<String> tried = new HashSet<>();
        boolean goOn = true;
        while (goOn) {
            Machine machine = look.get();
            List<Layer> now = closed(machine, opening).stream()
                    .filter(it -> isWanted(it, machine, only) && tried.add(it.name()))
                    .map(it -> open(it, opening))
                    .toList();
            layers.addAll(now);
            goOn = now.stream().anyMatch(Layer::isOpen);
        }
        return List.copyOf(layers);
    }

    private List<Closed> closed(Machine machine, Opening opening) {
        return openers.stream()
                .filter(it -> tools.has(it.program()))
                .flatMap(it -> it.closed(machine, opening).stream())
                .toList();
    }

    private static boolean isWanted(Closed layer, Machine machine, Optional<String> only) {
        return layer.from().stream()
                .flatMap(it -> machine.device(it).stream())
                .filter(it -> !machine.belongsToRescue(it))
                .anyMatch(it -> only.isEmpty() || isMadeOf(it, only.get(), machine));
    }

    // A volume group may lie in an encrypted volume, and that on the device that the operator named.
    private static boolean isMadeOf(BlockDevice device, String wanted, Machine machine) {
        return device.path().equals(wanted)
                || device.links().contains(wanted)
                || device.parents().stream()
                        .flatMap(it -> machine.device(it).stream())
                        .anyMatch(it -> isMadeOf(it, wanted, machine));
    }

    private Layer open(Closed closed, Opening opening) {
        Layer layer = closed.opening().apply(opening);
        layer.device().ifPresent(it -> record.add(new Opened(layer.kind(), it)));
        return layer;
    }

    /**
     * Gives an open volume the name that the installed system has for it, so that its own programs find it.
     *
     * @param layer an encrypted volume that was opened here
     * @param name of the node in {@code /dev/mapper}
     */
    public Layer rename(Layer layer, String name) {
        String before = layer.device().orElseThrow();
        String now = MAPPER + name;
        if (before.equals(now) || !tools.has(DMSETUP) || look.get().device(now).isPresent()) {
            return layer;
        }
        runner.run(Command.of(DMSETUP, "rename", before.substring(MAPPER.length()), name));
        record.rename(new Opened(layer.kind(), before), new Opened(layer.kind(), now));
        return layer.as(now);
    }

    /** What was opened and is still open, in the order in which it was. */
    public List<Opened> opened() {
        Machine machine = look.get();
        return record.all().stream()
                .filter(it -> machine.device(it.device()).isPresent())
                .toList();
    }

    /**
     * Closes what was opened, the last one first.
     *
     * @return what was closed, by its device
     * @throws RescueException of the program that refused: something still uses it
     */
    public List<String> close() {
        List<String> closed = new ArrayList<>();
        List<Opened> all = new ArrayList<>(record.all());
        List<Opened> present = opened();
        while (!all.isEmpty()) {
            Opened last = all.remove(all.size() - 1);
            if (present.contains(last)) {
                look.get().device(last.device()).ifPresent(it -> closeAbove(it, closed));
                opener(last.kind()).close(last.device());
                closed.add(last.device());
            }
            record.remove(last);
        }
        return closed;
    }

    // Where udev switches volumes on and assembles arrays by itself, it did so as soon as what they lie on was open.
    private void closeAbove(BlockDevice device, List<String> closed) {
        for (BlockDevice child : look.get().childrenOf(device)) {
            closeAbove(child, closed);
            kind(child.kind()).ifPresent(it -> {
                opener(it).close(child.path());
                closed.add(child.path());
            });
        }
    }

    private static Optional<Kind> kind(DeviceKind kind) {
        return switch (kind) {
            case RAID -> Optional.of(Kind.ARRAY);
            case LVM -> Optional.of(Kind.VOLUME);
            case CRYPT -> Optional.of(Kind.ENCRYPTED);
            case DISK, PARTITION, LOOP, ROM, MULTIPATH, OTHER -> Optional.empty();
        };
    }

    private Opener opener(Kind kind) {
        return openers.stream().filter(it -> it.kind() == kind).findFirst().orElseThrow();
    }
}
