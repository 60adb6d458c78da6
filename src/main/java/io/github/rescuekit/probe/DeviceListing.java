package io.github.rescuekit.probe;

import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.Runner;
import io.github.rescuekit.exec.ToolFailedException;
import io.github.rescuekit.exec.Tools;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.parse.Lsblk;
import io.github.rescuekit.parse.LsblkPairs;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Lists the block devices with the best source this machine has, and adds what only the kernel's files tell. */
final class DeviceListing {

    private static final Duration LIMIT = Duration.ofSeconds(3);
    // What lsblk of util-linux 2.19 knows, and the 2.17 of CentOS 6.
    private static final String OLD_COLUMNS = "NAME,KNAME,MAJ:MIN,TYPE,SIZE,RO,ROTA,MODEL,FSTYPE,LABEL,UUID";

    private record Source(Command command, Function<String, List<BlockDevice>> parser) {}

    // In this order: each row knows less than the one before it.
    private static final List<Source> SOURCES = List.of(
            new Source(Command.of("lsblk", "--json", "-b", "-O").within(LIMIT), Lsblk::parse),
            new Source(Command.of("lsblk", "-P", "-b", "-o", OLD_COLUMNS).within(LIMIT), LsblkPairs::parse));

    private final Runner runner;
    private final Tools tools;
    private final Unknowns unknowns;
    private final SysBlock sysBlock;
    private final DeviceLinks links;

    DeviceListing(Runner runner, Tools tools, KernelFiles files, Unknowns unknowns) {
        this.runner = runner;
        this.tools = tools;
        this.unknowns = unknowns;
        this.sysBlock = new SysBlock(files);
        this.links = new DeviceLinks(files);
    }

    List<BlockDevice> devices() {
        return listed().stream()
                .map(this::completed)
                .filter(it -> it.backingFile()
                        .filter(file -> file.contains("/" + BlockDevice.LOOK_DIRECTORY + "/"))
                        .isEmpty())
                .toList();
    }

    private List<BlockDevice> listed() {
        if (!tools.has("lsblk")) {
            unknowns.add("lsblk is not installed (apt-get install util-linux):"
                    + " the devices were read from /sys, some without model and serial number");
            return sysBlock.devices();
        }
        String reason = "";
        for (Source source : SOURCES) {
            try {
                return source.parser().apply(runner.run(source.command()).out());
            } catch (RescueException e) {
                reason = e.unlessInterrupted().happened();
                if (e instanceof ToolFailedException failed && failed.isOutOfTime()) {
                    break;
                }
            }
        }
        unknowns.add("lsblk gave no list (" + reason + "): the devices were read from /sys");
        return sysBlock.devices();
    }

    private BlockDevice completed(BlockDevice device) {
        Optional<String> name = sysBlock.nameOf(device.number());
        return new BlockDevice(
                device.path(),
                device.number(),
                device.kind(),
                device.size(),
                device.readOnly(),
                device.parents().isEmpty() ? sysBlock.parentPaths(name) : device.parents(),
                links.of(device, name.map(SysBlock::node).orElse(device.path())),
                device.hardware(),
                device.tableType(),
                device.partition()
                        .map(row -> name.flatMap(sysBlock::partition)
                                .map(row::completedBy)
                                .orElse(row)),
                device.filesystem(),
                name.flatMap(sysBlock::backingFile));
    }
}
