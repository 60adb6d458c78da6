package io.github.rescuekit.probe;

import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.Runner;
import io.github.rescuekit.exec.Tools;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Filesystem;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.model.Usage;
import io.github.rescuekit.parse.Blkid;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tells the devices of one btrfs from copies of a btrfs: all have one UUID. The first device stands for the filesystem,
 * the others are members of it.
 */
final class BtrfsMembers {

    private static final String BTRFS = "btrfs";
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Runner runner;
    private final Tools tools;

    BtrfsMembers(Runner runner, Tools tools) {
        this.runner = runner;
        this.tools = tools;
    }

    /** The same devices, those that only belong to another one marked as members. */
    List<BlockDevice> markIn(List<BlockDevice> devices) {
        Map<String, List<BlockDevice>> byUuid = new HashMap<>();
        devices.stream()
                .filter(it -> it.holds(BTRFS) && it.uuid().isPresent())
                .forEach(it -> byUuid.computeIfAbsent(it.uuid().orElseThrow(), uuid -> new ArrayList<>())
                        .add(it));
        Set<BlockDevice> members = new HashSet<>();
        byUuid.values().stream()
                .filter(it -> it.size() > 1 && areOne(it))
                .forEach(it -> members.addAll(it.subList(1, it.size())));
        return devices.stream()
                .map(it -> members.contains(it) ? asMember(it) : it)
                .toList();
    }

    private boolean areOne(List<BlockDevice> devices) {
        if (!tools.has("blkid")) {
            return false;
        }
        try {
            Map<String, String> uuids = Blkid.deviceUuids(runner.run(Command.of("blkid", "-p", "-o", "export")
                            .with(devices.stream().map(BlockDevice::path).toArray(String[]::new))
                            .within(PATIENCE))
                    .out());
            return uuids.size() == devices.size() && new HashSet<>(uuids.values()).size() == devices.size();
        } catch (RescueException e) {
            // A disk that does not answer: they are then told as copies, and a person decides.
            System.getLogger(BtrfsMembers.class.getName())
                    .log(System.Logger.Level.DEBUG, "not asked", e.unlessInterrupted());
            return false;
        }
    }

    private static BlockDevice asMember(BlockDevice device) {
        return device.with(
                device.tableType(),
                device.partition(),
                device.filesystem()
                        .map(it -> new Filesystem(BTRFS, Usage.RAID, it.uuid(), it.label(), Optional.empty())));
    }
}
