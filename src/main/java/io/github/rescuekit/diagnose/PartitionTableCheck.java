package io.github.rescuekit.diagnose;

import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.Progress;
import java.util.List;

/** A partition table that contradicts its disk or the kernel, as the look at the machine has found. */
final class PartitionTableCheck implements Check {

    private static final String ID = "table";

    @Override
    public String id() {
        return ID;
    }

    @Override
    public boolean applies(Machine machine, BlockDevice device) {
        return device.tableType().isPresent() && !machine.unknownsOf(device).isEmpty();
    }

    @Override
    public CheckResult run(Machine machine, BlockDevice device, Progress progress) {
        List<String> found = machine.unknownsOf(device);
        return CheckResult.suspect(
                ID,
                device.path(),
                found.get(0),
                found.subList(1, found.size()),
                "write nothing to it before you know where its partitions were: 'sfdisk --dump " + device.path()
                        + "' shows what the table says");
    }
}
