package io.github.rescuekit.layers;

import io.github.rescuekit.exec.Runner;
import io.github.rescuekit.exec.Tools;
import io.github.rescuekit.layers.Layer.Kind;
import io.github.rescuekit.layers.OpenedLayers.Opened;
import io.github.rescuekit.layers.Opener.Closed;
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
            List<Layer> now = closed(machine).stream()
                    .filter(it -> isWanted(it, machine, only) && tried.add(it.name()))
                    .map(it -> open(it, opening))
                    .toList();
            layers.addAll(now);
            goOn = now.stream().anyMatch(Layer::isOpen);
        }
        return List.copyOf(layers);
    }

    private List<Closed> closed(Machine machine) {
        return openers.stream()
                .filter(it -> tools.has(it.program()))
                .flatMap(it -> it.closed(machine).stream())
                .toList();
    }

    private static boolean isWanted(Closed layer, Machine machine, Optional<String> only) {
        return layer.from().stream()
                .flatMap(it -> machine.device(it).stream())
                .filter(it -> !machine.belongsToRescue(it))
                .anyMatch(it -> only.isEmpty()
                        || machine.device(only.get()).filter(it::equals).isPresent()
                        || machine.disksOf(it).stream()
                                .anyMatch(disk -> disk.path().equals(only.get())));
    }

    private Layer open(Closed closed, Opening opening) {
        Layer layer = closed.opening().apply(opening);
        layer.device().ifPresent(it -> record.add(new Opened(layer.kind(), it)));
        return layer;
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
                opener(last.kind()).close(last.device());
                closed.add(last.device());
            }
            record.remove(last);
        }
        return closed;
    }

    private Opener opener(Kind kind) {
        return openers.stream().filter(it -> it.kind() == kind).findFirst().orElseThrow();
    }
}
