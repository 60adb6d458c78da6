package io.github.rescuekit.diagnose;

import io.github.rescuekit.exec.Runner;
import io.github.rescuekit.exec.Tools;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Filesystem;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.Progress;
import io.github.rescuekit.model.RescueException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Runs every check that applies to a device. */
public final class Checkup {

    private final List<Check> checks;

    Checkup(List<Check> checks) {
        this.checks = List.copyOf(checks);
    }

    /**
     * All checks there are.
     *
     * @param limit how long the check of one filesystem may take
     */
    public static Checkup within(Duration limit, Runner runner, Tools tools) {
        DeviceUse use = new DeviceUse();
        return new Checkup(List.of(
                new SmartCheck(runner, tools),
                new MdArrayCheck(),
                new PartitionTableCheck(),
                new FilesystemCheck(ExtExamination.ID, ExtExamination.TYPES, use, new ExtExamination(runner, limit)),
                new FilesystemCheck(XfsExamination.ID, Set.of("xfs"), use, new XfsExamination(runner, limit)),
                new FilesystemCheck(BtrfsExamination.ID, Set.of("btrfs"), use, new BtrfsExamination(runner, limit)),
                new FilesystemCheck(FatExamination.ID, Set.of("vfat", "msdos"), use, new FatExamination(runner, limit)),
                new UnknownContentCheck(new LostFilesystems(runner))));
    }

    /** Checks everything but the disks of the rescue system itself. */
    public List<CheckResult> ofMachine(Machine machine, Progress progress) {
        Stream<CheckResult> devices = machine.devices().stream()
                .filter(device -> !machine.belongsToRescue(device))
                .flatMap(device -> applying(machine, device, progress).stream());
        Stream<CheckResult> stopped = machine.arrays().stream()
                .filter(array -> machine.device(array.path()).isEmpty())
                .map(MdArrayCheck::judge);
        return Stream.concat(devices, stopped).toList();
    }

    /**
     * Checks a device with all that is built on it, and the health of the disks below it. There is always a result, if
     * only that no check knows what the device holds.
     */
    public List<CheckResult> ofDevice(Machine machine, BlockDevice device, Progress progress) {
        List<CheckResult> results = new ArrayList<>();
        if (!device.isWholeDisk()) {
            results.addAll(ofDisksBelow(machine, device, progress));
        }
        List<CheckResult> own = applying(machine, device, progress);
        results.addAll(own);
        List<CheckResult> above = withDescendants(machine, device)
                .skip(1)
                .flatMap(it -> applying(machine, it, progress).stream())
                .toList();
        results.addAll(above);
        if (own.isEmpty() && above.isEmpty()) {
            results.add(noCheck(device));
        }
        return List.copyOf(results);
    }

    /** What the disks below a device say of themselves. */
    public List<CheckResult> ofDisksBelow(Machine machine, BlockDevice device, Progress progress) {
        return machine.disksOf(device).stream()
                .flatMap(disk -> only(SmartCheck.ID, machine, disk, progress).stream())
                .toList();
    }

    private List<CheckResult> only(String id, Machine machine, BlockDevice device, Progress progress) {
        return checks.stream()
                .filter(check -> check.id().equals(id) && check.applies(machine, device))
                .map(check -> run(check, machine, device, progress))
                .toList();
    }

    private static Stream<BlockDevice> withDescendants(Machine machine, BlockDevice device) {
        return Stream.concat(
                        Stream.of(device),
                        machine.childrenOf(device).stream().flatMap(child -> withDescendants(machine, child)))
                .distinct();
    }

    private List<CheckResult> applying(Machine machine, BlockDevice device, Progress progress) {
        return checks.stream()
                .filter(check -> check.applies(machine, device))
                .map(check -> run(check, machine, device, progress))
                .toList();
    }

    // A tool that is missing, hangs or speaks another language is "cannot tell" for this device, and no reason to leave
    // the others unchecked.
    private static CheckResult run(Check check, Machine machine, BlockDevice device, Progress progress) {
        try {
            return check.run(machine, device, progress);
        } catch (RescueException e) {
            return CheckResult.unknown(
                    check.id(), device.path(), e.unlessInterrupted().happened(), List.of(), e.next());
        }
    }

    private static CheckResult noCheck(BlockDevice device) {
        String content = device.filesystem()
                .map(Filesystem::type)
                .or(device::tableType)
                .map(type -> "it holds " + type + ", which has no check of its own")
                .orElse("there is no check for such a device");
        return CheckResult.unknowable("content", device.path(), content);
    }
}
