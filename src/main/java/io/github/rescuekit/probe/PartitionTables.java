package io.github.rescuekit.probe;

import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.Runner;
import io.github.rescuekit.exec.Tools;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Bytes;
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
        tables.forEach(table -> check(table, devices));
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
            unknowns.add(
                    disk,
                    " has a partition table that was not understood: "
                            + e.unlessInterrupted().happened());
            return Optional.empty();
        }
    }

    private void check(PartitionTable table, List<BlockDevice> devices) {
        long beyond = devices.stream()
                .filter(disk -> disk.path().equals(table.disk()))
                .flatMap(disk -> table.rows().stream().filter(row -> endsBeyond(disk, row)))
                .count();
        int rows = table.rows().size();
        if (beyond > 0) {
            unknowns.add(
                    table.disk(),
                    " has a damaged partition table: " + beyond + " of " + rows
                            + " partitions end beyond the end of the disk");
        } else if (rows > 0 && partitionsOf(table.disk(), devices).isEmpty()) {
            unknowns.add(
                    table.disk(),
                    " has a partition table with " + (rows == 1 ? "1 partition" : rows + " partitions")
                            + " that the kernel does not show; 'partx -a " + table.disk() + "' adds "
                            + (rows == 1 ? "it" : "them"));
        }
    }

    private static boolean endsBeyond(BlockDevice disk, PartitionTable.Row row) {
        long start = row.entry().start().map(Bytes::count).orElse(0L);
        return start > disk.size().count() || row.size().count() > disk.size().count() - start;
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
