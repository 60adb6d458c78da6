package io.github.rescuekit.mount;

import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.DeviceKind;
import io.github.rescuekit.model.Filesystem;
import io.github.rescuekit.model.FstabEntry;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.PartitionEntry;
import io.github.rescuekit.parse.DeviceName;
import io.github.rescuekit.parse.DeviceName.Family;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Translates names such as {@code /dev/sda2} from the boot that fstab was written for to this one. Another kernel, another
 * driver or another cable gives the same disk another name, so that a name says no more than "partition 2 of some disk";
 * which disk that is must follow from the lines that name it. What does not follow is not guessed.
 */
final class NameTranslation {

    private static final Set<Family> FAMILIES_OF_DISKS = EnumSet.of(
            Family.SCSI,
            Family.IDE,
            Family.VIRTIO,
            Family.XEN,
            Family.UML,
            Family.DASD,
            Family.NVME,
            Family.MMC,
            Family.MD,
            Family.MYLEX,
            Family.COMPAQ,
            Family.FREEBSD);
    private static final Set<String> EXT = Set.of("ext2", "ext3", "ext4");

    private final Machine machine;
    private final BlockDevice root;
    private final List<BlockDevice> identified;
    private final Set<String> rootNames;
    private final Map<String, List<FstabEntry>> linesOfDisk = new LinkedHashMap<>();
    private final Map<String, Disk> known = new HashMap<>();

    /** A disk of fstab that is recognized, and by what. */
    private record Disk(BlockDevice today, String evidence) {}

    /**
     * Recognizes the disks as far as that is possible.
     *
     * @param candidates devices that may be meant
     * @param named the lines of fstab with such names
     * @param identified devices that other lines name by their content
     */
    NameTranslation(
            Machine machine,
            List<BlockDevice> candidates,
            BlockDevice root,
            List<FstabEntry> named,
            List<BlockDevice> identified) {
        this.machine = machine;
        this.root = root;
        this.identified = identified;
        this.rootNames = named.stream()
                .filter(line -> line.mountPoint().equals("/"))
                .map(FstabEntry::source)
                .collect(Collectors.toSet());
        named.stream()
                .filter(line -> FAMILIES_OF_DISKS.contains(name(line).family()))
                .forEach(line -> linesOfDisk
                        .computeIfAbsent(name(line).disk(), disk -> new ArrayList<>())
                        .add(line));
        linesOfDisk.forEach(this::recognizeByRoot);
        recognizeByContent(candidates.stream()
                .filter(it -> it.isWholeDisk() || it.kind() == DeviceKind.RAID)
                .toList());
    }

    FoundDevice translate(FstabEntry line) {
        Disk disk = known.get(name(line).disk());
        if (disk != null) {
            return onDisk(line, disk);
        }
        if (rootNames.contains(line.source()) && agrees(line, root)) {
            return FoundDevice.found(root, "it is what fstab calls the root");
        }
        return FAMILIES_OF_DISKS.contains(name(line).family())
                ? FoundDevice.unclear(
                        "this name is of another boot, and the content of the disks here does not tell which is meant")
                : FoundDevice.none("nothing here has this name");
    }

    private FoundDevice onDisk(FstabEntry line, Disk disk) {
        Optional<BlockDevice> device = part(disk.today(), name(line));
        if (device.isEmpty()) {
            return FoundDevice.none(disk.evidence() + ", and it has no such partition");
        }
        if (!agrees(line, device.get())) {
            return FoundDevice.none(disk.evidence() + ", but " + device.get().path() + " holds " + content(device.get())
                    + " and not " + line.type());
        }
        return FoundDevice.found(device.get(), disk.evidence());
    }

    private void recognizeByRoot(String disk, List<FstabEntry> lines) {
        BlockDevice today = diskOfRoot();
        lines.stream()
                .filter(line -> line.mountPoint().equals("/"))
                .filter(line -> part(today, name(line)).equals(Optional.of(root)))
                .findFirst()
                .ifPresent(line -> known.put(
                        disk,
                        new Disk(
                                today,
                                disk + " was today's " + today.path() + ": its " + shortName(line) + " is the root")));
    }

    private BlockDevice diskOfRoot() {
        return root.kind() == DeviceKind.PARTITION
                ? root.parents().stream()
                        .flatMap(path -> machine.device(path).stream())
                        .findFirst()
                        .orElse(root)
                : root;
    }

    // Each disk that is recognized leaves fewer for the others, so that they may be recognized in the next round.
    private void recognizeByContent(List<BlockDevice> candidates) {
        boolean progress = true;
        while (progress) {
            Map<String, BlockDevice> fitting = new LinkedHashMap<>();
            linesOfDisk.forEach((disk, lines) ->
                    theOneThatFits(disk, lines, candidates).ifPresent(today -> fitting.put(disk, today)));
            // Two names for one disk: one of them is stale, and nothing tells which.
            fitting.values()
                    .removeIf(today ->
                            known.values().stream().anyMatch(it -> it.today().equals(today)));
            Map<BlockDevice, Long> claims =
                    fitting.values().stream().collect(Collectors.groupingBy(it -> it, Collectors.counting()));
            fitting.values().removeIf(today -> claims.getOrDefault(today, 0L) > 1);
            fitting.forEach((disk, today) -> known.put(disk, new Disk(today, evidence(disk, today))));
            progress = !fitting.isEmpty();
        }
    }

    private Optional<BlockDevice> theOneThatFits(String disk, List<FstabEntry> lines, List<BlockDevice> candidates) {
        if (known.containsKey(disk)) {
            return Optional.empty();
        }
        Map<BlockDevice, Integer> fitting = new LinkedHashMap<>();
        candidates.stream()
                .filter(it ->
                        known.values().stream().noneMatch(other -> other.today().equals(it)))
                .forEach(it -> fitting.put(it, fitting(lines, it).size()));
        int most = fitting.values().stream().mapToInt(it -> it).max().orElse(0);
        List<BlockDevice> best = fitting.keySet().stream()
                .filter(it -> most > 0 && fitting.getOrDefault(it, 0) == most)
                .toList();
        return best.size() == 1 ? Optional.of(best.get(0)) : theOriginal(best, lines);
    }

    // Where all others are copies, block by block, of the disk that the root was chosen on, that one is meant.
    private Optional<BlockDevice> theOriginal(List<BlockDevice> fitting, List<FstabEntry> lines) {
        BlockDevice own = diskOfRoot();
        return fitting.contains(own)
                        && fitting.stream().allMatch(it -> identities(lines, it).equals(identities(lines, own)))
                ? Optional.of(own)
                : Optional.empty();
    }

    private List<String> identities(List<FstabEntry> lines, BlockDevice disk) {
        return fitting(lines, disk).stream()
                .flatMap(line -> part(disk, name(line)).stream())
                .map(it -> it.uuid().orElse(it.path()))
                .toList();
    }

    private String evidence(String disk, BlockDevice today) {
        return disk + " was today's " + today.path() + ": there "
                + fitting(linesOfDisk.getOrDefault(disk, List.of()), today).stream()
                        .map(line -> shortName(line) + " holds " + line.type())
                        .collect(Collectors.joining(" and "));
    }

    private List<FstabEntry> fitting(List<FstabEntry> lines, BlockDevice disk) {
        return lines.stream()
                .filter(line -> part(disk, name(line))
                        .filter(it -> isFree(it) && agrees(line, it))
                        .isPresent())
                .toList();
    }

    private boolean isFree(BlockDevice device) {
        return !device.equals(root) && !identified.contains(device);
    }

    private Optional<BlockDevice> part(BlockDevice disk, DeviceName name) {
        // A partition inside a FreeBSD slice has no counterpart, and an array of Linux is no disk with a controller.
        if (name.label().isPresent() || (name.family() == Family.MD) != (disk.kind() == DeviceKind.RAID)) {
            return Optional.empty();
        }
        return name.partition().isEmpty()
                ? Optional.of(disk)
                : machine.childrenOf(disk).stream()
                        .filter(it -> numberOf(it).equals(name.partition()))
                        .findFirst();
    }

    private static OptionalInt numberOf(BlockDevice device) {
        return device.partition()
                .map(PartitionEntry::number)
                .map(OptionalInt::of)
                .orElseGet(() -> DeviceName.parse(device.path()).partition());
    }

    private static boolean agrees(FstabEntry line, BlockDevice device) {
        return device.filesystem()
                .filter(it -> !it.isMember() && agrees(line.type(), it))
                .isPresent();
    }

    private static boolean agrees(String type, Filesystem filesystem) {
        String found = filesystem.type();
        if (type.equals("swap")) {
            return filesystem.isSwap();
        }
        if (type.equals("auto")) {
            return filesystem.isMountable();
        }
        // An ext3 that was given extents is an ext4 by its superblock, and fstab often still says ext3.
        return (EXT.contains(type) && EXT.contains(found))
                || (type.equals("msdos") && found.equals("vfat"))
                || List.of(type.split(",", -1)).contains(found);
    }

    private static String content(BlockDevice device) {
        return device.filesystem().map(Filesystem::type).orElse("nothing known");
    }

    private static String shortName(FstabEntry line) {
        return line.source().substring("/dev/".length());
    }

    private static DeviceName name(FstabEntry line) {
        return DeviceName.parse(line.source());
    }
}
