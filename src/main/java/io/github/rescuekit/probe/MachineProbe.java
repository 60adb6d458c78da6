package io.github.rescuekit.probe;

import io.github.rescuekit.exec.Runner;
import io.github.rescuekit.exec.Tools;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.parse.Mdstat;
import io.github.rescuekit.parse.Swaps;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/** Looks at what is plugged in and in use. Opens devices for reading only, and never fails: what it cannot tell, it says. */
public final class MachineProbe {

    private final Runner runner;
    private final Tools tools;
    private final KernelFiles files;

    public MachineProbe(Runner runner, Tools tools) {
        this(runner, tools, Path.of("/"));
    }

    /** Takes {@code /proc}, {@code /sys} and {@code /dev} from another place: those of a recorded machine. */
    MachineProbe(Runner runner, Tools tools, Path root) {
        this.runner = runner;
        this.tools = tools;
        this.files = new KernelFiles(root);
    }

    /** The machine at this moment. */
    public Machine look() {
        Unknowns unknowns = new Unknowns();
        List<BlockDevice> devices = new DeviceListing(runner, tools, files, unknowns).devices();
        devices = new Superblocks(runner, tools, unknowns).readFrom(devices);
        devices = new PartitionTables(runner, tools, unknowns).readFrom(devices);
        devices = new BtrfsMembers(runner, tools).markIn(devices);
        new EmptyDevices(unknowns).note(devices);
        Machine machine = new Machine(
                devices,
                new Mounts(files, unknowns).of(devices),
                listed("/proc/swaps", Swaps::parse, unknowns),
                listed("/proc/mdstat", Mdstat::parse, unknowns),
                List.of());
        // What is on the rescue system's own disk is no question to anybody.
        return new Machine(
                machine.devices(),
                machine.mounts(),
                machine.swaps(),
                machine.arrays(),
                unknowns.sentences(path ->
                        machine.device(path).filter(machine::belongsToRescue).isEmpty()));
    }

    // Neither file exists when the kernel has no swap or no md: then there is nothing in use.
    private <T> List<T> listed(String file, Function<String, List<T>> parser, Unknowns unknowns) {
        try {
            return files.text(file).map(parser).orElse(List.of());
        } catch (RescueException e) {
            unknowns.add(e.happened());
            return List.of();
        }
    }
}
