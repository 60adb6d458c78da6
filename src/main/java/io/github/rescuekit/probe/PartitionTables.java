package io.github.rescuekit.probe;

import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.Runner;
import io.github.rescuekit.exec.Tools;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.DeviceKind;
import io.github.rescuekit.model.PartitionTable;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.parse.Sfdisk;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads partition tables with sfdisk, where neither the kernel nor blkid told their rows. */
final class PartitionTables {

    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final Runner runner;
    private final Tools tools;
    private final Unknowns unknowns;

    PartitionTables(Runner runner, Tools tools, Unknowns unknowns) {
        this.runner = runner;
        this.tools = tools;
        this.unknowns = unknowns;
    }

    /** The same devices with what the tables say of the partitions. */
    List<BlockDevice> readFrom(List<BlockDevice> devices) {
        List<PartitionTable> tables = tables(devices.stream()
                .filter(disk -> disk.tableType().isPresent() && isUntold(disk, devices))
                .map(BlockDevice::path)
                .toList());
        tables.forEach(table -> noteIfUnknownToTheKernel(table, devices));
        return devices.stream().map(device -> completed(device, tables)).toList();
    }

    private static boolean isUntold(BlockDevice disk, List<BlockDevice> devices) {
        List<BlockDevice> partitions = partitionsOf(disk.path(), devices);
        return partitions.isEmpty()
                || partitions.stream()
                        .anyMatch(
                                it -> it.partition().flatMap(row -> row.type()).isEmpty());
    }

    private static List<BlockDevice> partitionsOf(String disk, List<BlockDevice> devices) {
        return devices.stream()
                .filter(it -> it.kind() == DeviceKind.PARTITION && it.parents().contains(disk))
                .toList();
    }

    private List<PartitionTable> tables(List<String> disks) {
        if (disks.isEmpty()) {
            return List.of();
        }
        if (!tools.has("sfdisk")) {
            unknowns.add("sfdisk is not installed (apt-get install fdisk): the partition tables of "
                    + String.join(", ", disks) + " were not read");
            return List.of();
        }
        return InParallel.all(disks, this::table).stream()
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<PartitionTable> table(String disk) {
        try {
            return Optional.of(
                    Sfdisk.parse(runner.run(Command.of("sfdisk", "--json", disk).within(LIMIT))
                            .out()));
        } catch (RescueException e) {
            unknowns.add("the partition table of " + disk + " was not understood: " + e.happened());
            return Optional.empty();
        }
    }

    private void noteIfUnknownToTheKernel(PartitionTable table, List<BlockDevice> devices) {
        int rows = table.rows().size();
        if (rows > 0 && partitionsOf(table.disk(), devices).isEmpty()) {
            unknowns.add(table.disk() + " holds a partition table with " + rows
                    + (rows == 1
                            ? " partition that the kernel does not show; 'partx -a "
                            : " partitions that the kernel does not show; 'partx -a ")
                    + table.disk() + "' adds " + (rows == 1 ? "it" : "them"));
        }
    }

    private static BlockDevice completed(BlockDevice device, List<PartitionTable> tables) {
        return tables.stream()
                .flatMap(table -> table.rows().stream())
                .filter(row -> row.node().equals(device.path()))
                .findFirst()
                .map(row -> device.with(
                        device.tableType(),
                        Optional.of(device.partition()
                                .map(known -> known.completedBy(row.entry()))
                                .orElse(row.entry())),
                        device.filesystem()))
                .orElse(device);
    }
}
