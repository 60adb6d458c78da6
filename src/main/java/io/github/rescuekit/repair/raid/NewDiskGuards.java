package io.github.rescuekit.repair.raid;

import io.github.rescuekit.diagnose.CheckResult;
import io.github.rescuekit.diagnose.Checkup;
import io.github.rescuekit.diagnose.DeviceUse;
import io.github.rescuekit.diagnose.LostFilesystems;
import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.Result;
import io.github.rescuekit.exec.Runner;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.Filesystem;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.PartitionScript;
import io.github.rescuekit.model.Progress;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.parse.Blkid;
import io.github.rescuekit.repair.DiskGuards;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Why a disk is not taken as the new one. The first reason counts; its word is stable for scripts. */
final class NewDiskGuards {

    // Several signatures contradict each other.
    private static final int AMBIVALENT = 8;
    // 2: nothing found.
    private static final Integer[] ANSWERS = {0, 2, AMBIVALENT};

    private final Runner runner;
    private final DeviceUse use;
    private final Checkup checkup;

    NewDiskGuards(Runner runner, DeviceUse use, Checkup checkup) {
        this.runner = runner;
        this.use = use;
        this.checkup = checkup;
    }

    static BlockDevice wholeDisk(Machine machine, String path) {
        BlockDevice device = machine.device(path)
                .orElseThrow(() -> RescueException.usage(
                        "there is no block device " + path, "see 'rescuekit disks' for what is plugged in"));
        if (!device.isWholeDisk()) {
            throw RescueException.usage(
                    path + " is no whole disk",
                    "name the disk: "
                            + machine.disksOf(device).stream()
                                    .map(BlockDevice::path)
                                    .collect(Collectors.joining(", ")));
        }
        return device;
    }

    /** Refuses what is in use, read-only, or the rescue system's own. */
    void requireAtRest(Machine machine, BlockDevice disk) {
        DiskGuards.requireNotOfRescue(machine, disk);
        DiskGuards.requireNoHibernation(machine, disk);
        DiskGuards.requireWritable(disk);
        Stream.concat(Stream.of(disk), machine.childrenOf(disk).stream())
                .forEach(device -> use.of(machine, device).stream().findFirst().ifPresent(first -> {
                    throw RescueException.refused(
                            "in-use",
                            device.path() + " is " + first.who(),
                            "name the new, empty disk with --disk; or release this one, then try again");
                }));
    }

    /** Refuses a disk that fails by its own words. */
    void requireHealthy(Machine machine, BlockDevice disk, Progress progress) {
        failure(machine, disk, progress).ifPresent(look -> {
            throw RescueException.refused(
                    "failing-disk",
                    look.device() + ": " + look.summary(),
                    "have it replaced by one that is healthy; nothing was changed");
        });
    }

    Optional<CheckResult> failure(Machine machine, BlockDevice disk, Progress progress) {
        return checkup.ofDisksBelow(machine, disk, progress).stream()
                .filter(CheckResult::showsFailingDisk)
                .findFirst();
    }

    /** Refuses a disk with anything on it that could be somebody's. */
    void requireEmpty(Machine machine, BlockDevice disk) {
        List<BlockDevice> parts = machine.childrenOf(disk);
        Optional<String> content = content(disk)
                .or(() -> signature(disk))
                .or(() -> new LostFilesystems(runner).find(disk).map(it -> "it was " + it.family() + " filesystem"));
        if (content.isPresent() || !parts.isEmpty()) {
            String held = Stream.concat(
                            content.stream(),
                            parts.stream()
                                    .map(it -> it.path()
                                            + content(it)
                                                    .map(what -> " (" + what + ")")
                                                    .orElse("")))
                    .collect(Collectors.joining(", "));
            String all = Stream.concat(parts.stream(), Stream.of(disk))
                    .map(BlockDevice::path)
                    .collect(Collectors.joining(" "));
            throw RescueException.refused(
                    "not-empty",
                    Lacking.words(disk) + ", is not empty: " + held,
                    "make sure that it is the right disk and nobody needs that; then 'wipefs --all " + all
                            + "' forgets it, and try again");
        }
    }

    private static Optional<String> content(BlockDevice device) {
        return device.filesystem()
                .map(it ->
                        it.type() + it.label().map(label -> " '" + label + "'").orElse(""))
                .or(() -> device.tableType().map(it -> it + " partition table"));
    }

    /** Refuses a disk for which the table is too large, or made in other sectors. */
    void requireRoom(BlockDevice disk, BlockDevice from, PartitionScript table) {
        if (table.needs().isMoreThan(disk.size())) {
            throw RescueException.refused(
                    "too-small",
                    Lacking.words(disk) + ", is too small: the partitions of " + from.path() + " need "
                            + table.needs().count() + " bytes, it has "
                            + disk.size().count(),
                    "take a disk at least as large as " + Lacking.words(from) + "; nothing was changed");
        }
        Bytes sector = sector(disk);
        if (!sector.equals(table.sector())) {
            throw RescueException.refused(
                    "sector-size",
                    disk.path() + " has sectors of " + sector + ", " + from.path() + " has sectors of "
                            + table.sector(),
                    "take a disk with the same sectors, or let this one use them ('nvme format', 'hdparm"
                            + " --set-sector-size'); nothing was changed");
        }
    }

    private Bytes sector(BlockDevice disk) {
        return new Bytes(Long.parseLong(
                runner.run(Command.of("blockdev", "--getss", disk.path())).out().strip()));
    }

    /** Refuses a disk that had a table once, when what lay in its partitions would appear again in the new ones. */
    void requireNothingHidden(BlockDevice disk, PartitionScript table) {
        long sector = table.sector().count();
        for (PartitionScript.Row row : table.rows()) {
            long start = row.start() * sector;
            long size = row.size() * sector;
            hidden(disk, start, size).ifPresent(type -> {
                throw RescueException.refused(
                        "not-empty",
                        Lacking.words(disk) + ", is not empty: where partition " + row.number()
                                + " will begin, at byte " + start + ", it holds " + type,
                        "make sure that it is the right disk and nobody needs that; then 'L=$(losetup"
                                + " --find --show --offset " + start + " --sizelimit " + size + " " + disk.path()
                                + ") && wipefs --all $L && losetup --detach $L' forgets it, and try again");
            });
        }
    }

    private Optional<String> hidden(BlockDevice disk, long start, long size) {
        return signature(disk, "--offset", String.valueOf(start), "--size", String.valueOf(size));
    }

    // Asked again of blkid itself: for the machine, a disk on which several contradict each other holds nothing.
    private Optional<String> signature(BlockDevice disk, String... where) {
        Result result = runner.run(Command.of("blkid", "--probe", "--output", "export")
                .with(where)
                .with(disk.path())
                .accepting(ANSWERS));
        return result.exitCode() == AMBIVALENT
                ? Optional.of("signatures that contradict each other")
                : Blkid.parse(result.out()).stream()
                        .flatMap(it -> it.filesystem().map(Filesystem::type).or(it::tableType).stream())
                        .findFirst();
    }
}
