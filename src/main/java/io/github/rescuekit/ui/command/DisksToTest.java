package io.github.rescuekit.ui.command;

import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.DeviceKind;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.RescueException;
import java.util.ArrayList;
import java.util.List;

/**
 * The devices that {@code test} reads.
 *
 * @param leftOut why others are not among them, one sentence each
 */
record DisksToTest(Machine machine, List<BlockDevice> devices, List<String> leftOut) {

    /** Those that are named; without a name every disk but those of the rescue system. */
    static DisksToTest of(Machine machine, List<String> paths) {
        return paths.isEmpty()
                ? new DisksToTest(machine, disks(machine), leftOut(machine))
                : new DisksToTest(machine, named(machine, paths), List.of());
    }

    // All or none: half a test because of a typing error would look like a whole one.
    private static List<BlockDevice> named(Machine machine, List<String> paths) {
        return paths.stream()
                .map(path -> machine.device(path)
                        .orElseThrow(() -> RescueException.usage(
                                "there is no block device " + path, "see 'rescuekit disks' for what is plugged in")))
                .distinct()
                .toList();
    }

    private static List<BlockDevice> disks(Machine machine) {
        return machine.wholeDisks().stream()
                .filter(disk -> isDrive(disk) && !machine.belongsToRescue(disk))
                .toList();
    }

    private static List<String> leftOut(Machine machine) {
        List<String> reasons = new ArrayList<>(machine.wholeDisks().stream()
                .filter(disk -> isDrive(disk) && machine.belongsToRescue(disk))
                .map(disk -> disk.path() + ", because the rescue system runs from it; name it to test it as well")
                .toList());
        reasons.addAll(machine.unknowns());
        return reasons;
    }

    // A drive without a medium has no size, and zram is memory.
    private static boolean isDrive(BlockDevice disk) {
        return disk.kind() == DeviceKind.DISK
                && disk.size().count() > 0
                && !disk.name().startsWith("zram");
    }
}
