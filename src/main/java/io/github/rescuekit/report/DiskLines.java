package io.github.rescuekit.report;

import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Filesystem;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.PartitionEntry;
import io.github.rescuekit.mount.Looks;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The devices of a machine as a short tree: what is on each, and what the chosen system uses it for. */
final class DiskLines {

    private static final int MOST_LINES = 12;
    // Beside the label of the section.
    private static final int ROOM = 70;

    private final Machine machine;
    private final Map<BlockDevice, String> uses;

    /**
     * A tree of all disks.
     *
     * @param uses mount points in the chosen system
     */
    DiskLines(Machine machine, Map<BlockDevice, String> uses) {
        this.machine = machine;
        this.uses = Map.copyOf(uses);
    }

    /** With all partitions when there is room for them, else with those of the disks in use only. */
    List<String> lines() {
        List<String> all = new ArrayList<>();
        disks().forEach(disk -> addTree(disk, "", all));
        if (all.size() <= MOST_LINES) {
            return all;
        }
        List<String> few = new ArrayList<>();
        disks().forEach(disk -> addShort(disk, few));
        return few;
    }

    private void addShort(BlockDevice disk, List<String> lines) {
        if (uses.keySet().stream().anyMatch(part -> machine.disksOf(part).contains(disk))) {
            addTree(disk, "", lines);
        } else {
            lines.add(withCount(disk));
        }
    }

    private List<BlockDevice> disks() {
        return machine.wholeDisks().stream()
                .filter(disk -> disk.size().count() > 0 && !Looks.madeFor(disk))
                .toList();
    }

    private void addTree(BlockDevice device, String indent, List<String> lines) {
        lines.add(line(device, indent, words(device)));
        if (!machine.belongsToRescue(device)) {
            machine.childrenOf(device).stream()
                    .filter(child -> !Looks.madeFor(child))
                    .forEach(child -> addTree(child, indent + "  ", lines));
        }
    }

    private String withCount(BlockDevice disk) {
        long children = machine.childrenOf(disk).stream()
                .filter(child -> !Looks.madeFor(child))
                .count();
        return line(disk, "", words(disk) + (children == 0 ? "" : ", " + children + " partitions"));
    }

    private static String line(BlockDevice device, String indent, String words) {
        String name = indent + (indent.isEmpty() ? device.path() : device.name());
        String line = String.format(Locale.ROOT, "%-18s %10s  ", name, device.size()) + words;
        return line.length() <= ROOM ? line : line.substring(0, ROOM - 1) + "~";
    }

    private String words(BlockDevice device) {
        if (device.isWholeDisk() && machine.belongsToRescue(device)) {
            return "this rescue system, never touched";
        }
        String content = device.filesystem()
                .map(Filesystem::type)
                .or(() -> device.tableType())
                .or(() -> device.partition().flatMap(DiskLines::specialUse))
                .orElse("nothing known");
        String name = device.label()
                .map(it -> "\"" + it + "\"")
                .or(() -> drive(device))
                .orElse("");
        String use = Optional.ofNullable(uses.get(device)).orElse("");
        return Show.text(
                String.format(Locale.ROOT, "%-8s %-20s %s", content, name, use).stripTrailing());
    }

    private static Optional<String> drive(BlockDevice device) {
        return device.hardware()
                .model()
                .or(() -> device.backingFile().map(it -> it.substring(it.lastIndexOf('/') + 1)));
    }

    private static Optional<String> specialUse(PartitionEntry entry) {
        if (entry.isOfType(PartitionEntry.BIOS_BOOT)) {
            return Optional.of("BIOS boot");
        }
        return entry.isOfType(PartitionEntry.EFI_SYSTEM) ? Optional.of("ESP") : Optional.empty();
    }
}
