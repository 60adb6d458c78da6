package io.github.rescuekit.mount;

import io.github.rescuekit.model.ArrayName;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.CrypttabEntry;
import io.github.rescuekit.model.DeviceKind;
import io.github.rescuekit.model.Filesystem;
import io.github.rescuekit.model.Fstab;
import io.github.rescuekit.model.FstabEntry;
import io.github.rescuekit.model.LayerNames;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.PartitionEntry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Finds the device that the first field of a line means on this machine. What identifies a device by its content counts;
 * a name that the installed system's kernel gave it is only a hint, which {@link NameTranslation} weighs.
 */
public final class DeviceFinder {

    private static final Set<String> IDENTIFIERS = Set.of("UUID", "LABEL", "PARTUUID", "PARTLABEL", "ID");

    private static final Map<String, String> DIRECTORIES = Map.of(
            "/dev/disk/by-uuid/", "UUID",
            "/dev/disk/by-label/", "LABEL",
            "/dev/disk/by-partuuid/", "PARTUUID",
            "/dev/disk/by-partlabel/", "PARTLABEL",
            "/dev/disk/by-id/", "ID");

    private static final Pattern OF_A_PARTITION = Pattern.compile("(?<disk>.+)-part(?<number>\\d{1,4})");
    private static final int SHORTEST_SERIAL = 4;
    // "", "dev", the volume group, the volume
    private static final int VOLUME_NAME_PARTS = 4;

    private final LayerNames layers;
    private final Machine machine;
    private final BlockDevice root;
    private final List<BlockDevice> candidates;
    private final NameTranslation names;

    /** @param layers which names the installed system gives to what it unlocks and assembles */
    public DeviceFinder(Fstab fstab, LayerNames layers, Machine machine, BlockDevice root) {
        this.layers = layers;
        this.machine = machine;
        this.root = root;
        this.candidates = machine.devices().stream()
                .filter(device -> !isLook(device) && !machine.belongsToRescue(device))
                .toList();
        this.names = new NameTranslation(machine, candidates, root, namedLines(fstab), identified(fstab));
    }

    /** Every device that a name of the installed system may mean: all but those of the rescue system, and looks. */
    public List<BlockDevice> candidates() {
        return candidates;
    }

    public FoundDevice find(FstabEntry entry) {
        String source = entry.source();
        return identifier(source)
                .map(it -> byIdentifier(it, value(source)))
                .orElseGet(
                        () -> source.startsWith("/dev/") ? byName(entry) : FoundDevice.unclear("it names no device"));
    }

    /**
     * The device that a word means which stands elsewhere than in fstab, such as {@code root=} of a kernel.
     *
     * @param type what it must hold where it is a mere name, in the words of fstab: {@code auto} for any filesystem
     */
    public FoundDevice find(String source, String type) {
        return find(new FstabEntry(0, source, "/", type, List.of(), 0, 0));
    }

    /** The device of the filesystem that {@code /boot} is on. */
    public BlockDevice boot(Fstab fstab) {
        return fstab.entries().stream()
                .filter(it -> it.mountPoint().equals("/boot"))
                .flatMap(it -> find(it).device().stream())
                .findFirst()
                .orElse(root);
    }

    /** A loop device that a look of ours, or of another process, has over a device shows the same content again. */
    static boolean isLook(BlockDevice device) {
        return device.backingFile().filter(LookSpace::isBackingFile).isPresent();
    }

    private List<FstabEntry> namedLines(Fstab fstab) {
        return fstab.entries().stream()
                .filter(it -> it.source().startsWith("/dev/")
                        && identifier(it.source()).isEmpty()
                        && stableName(it.source()).isEmpty())
                .toList();
    }

    // A device that one line identifies by its content is not what another line means by a mere name.
    private List<BlockDevice> identified(Fstab fstab) {
        return fstab.entries().stream()
                .map(FstabEntry::source)
                .flatMap(source -> identifier(source)
                        .flatMap(it -> byIdentifier(it, value(source)).device())
                        .stream())
                .toList();
    }

    private static Optional<String> identifier(String source) {
        String word = DIRECTORIES.entrySet().stream()
                .filter(it -> source.startsWith(it.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseGet(() -> source.substring(0, Math.max(0, source.indexOf('='))));
        return Optional.of(word).filter(IDENTIFIERS::contains);
    }

    private static String value(String source) {
        return source.startsWith("/dev/disk/")
                ? unescaped(source.substring(source.indexOf('/', "/dev/disk/".length()) + 1))
                : source.substring(source.indexOf('=') + 1);
    }

    // udev writes a blank in the name of a link as \x20.
    private static String unescaped(String name) {
        return name.replace("\\x20", " ").replace("\\x2f", "/");
    }

    private FoundDevice byIdentifier(String identifier, String value) {
        List<BlockDevice> matching = withoutMembers(candidates.stream()
                .filter(device -> matches(identifier, device, value))
                .toList());
        String by = "by " + identifier;
        if (matching.size() == 1) {
            return FoundDevice.found(matching.get(0), by);
        }
        return matching.isEmpty() ? nothingBy(identifier, value) : amongCopies(matching, by);
    }

    // A multipath disk and its paths, an array with its superblock at the end and its members: the same content, and
    // only the upper one is to be used.
    private List<BlockDevice> withoutMembers(List<BlockDevice> matching) {
        return matching.stream()
                .filter(device -> !device.filesystem().map(Filesystem::isMember).orElse(false))
                .filter(device -> matching.stream().noneMatch(it -> it.parents().contains(device.path())))
                .toList();
    }

    private FoundDevice nothingBy(String identifier, String value) {
        boolean onRescue =
                machine.devices().stream().anyMatch(device -> !isLook(device) && matches(identifier, device, value));
        if (onRescue) {
            return FoundDevice.unclear(
                    "the only device with this " + identifier + " belongs to the running rescue system");
        }
        String none = "no device here has this " + identifier;
        return unread().map(it -> FoundDevice.unclear(none + " that could be read, and " + it))
                .orElseGet(() -> FoundDevice.none(none));
    }

    // A slow or failing disk is not an empty one: whoever took its line for stale would edit a fstab that is right.
    private Optional<String> unread() {
        return candidates.stream()
                .filter(it -> it.filesystem().isEmpty() && it.tableType().isEmpty())
                .flatMap(it -> machine.unknownsOf(it).stream())
                .findFirst();
    }

    private FoundDevice amongCopies(List<BlockDevice> matching, String by) {
        List<BlockDevice> nearRoot =
                matching.stream().filter(this::isOnTheRootsDisk).toList();
        String all = matching.stream().map(BlockDevice::path).collect(Collectors.joining(" and "));
        if (nearRoot.size() == 1) {
            return FoundDevice.found(
                    nearRoot.get(0), by + "; " + all + " are copies of each other, this one is on the root's own disk");
        }
        return FoundDevice.unclear(all + " are copies of each other, and nothing tells which one is meant");
    }

    private boolean isOnTheRootsDisk(BlockDevice device) {
        return machine.disksOf(root).stream().anyMatch(machine.disksOf(device)::contains);
    }

    private FoundDevice byName(FstabEntry entry) {
        return stableName(entry.source())
                .map(it -> FoundDevice.found(it, "by its name"))
                .or(() -> array(entry.source()))
                .or(() -> unlocked(entry.source()))
                .orElseGet(() -> names.translate(entry));
    }

    // Names of volumes and links come from the content or the hardware, not from the order in which disks were found.
    private Optional<BlockDevice> stableName(String source) {
        return candidates.stream()
                .filter(device -> device.links().contains(source)
                        || (device.path().startsWith("/dev/mapper/")
                                && device.path().equals(mapperName(source))))
                .findFirst();
    }

    // Unlike an array's number, which is that of another boot, its UUID says which one is meant.
    private Optional<FoundDevice> array(String source) {
        return layers.arrays().stream()
                .filter(it -> it.isCalled(source))
                .flatMap(it -> assembled(it).stream())
                .findFirst()
                .map(it -> FoundDevice.found(it, "by its UUID in mdadm.conf"));
    }

    private Optional<BlockDevice> assembled(ArrayName name) {
        return candidates.stream()
                .filter(it -> it.holds("linux_raid_member"))
                .filter(it -> it.uuid().filter(name::isOf).isPresent())
                .flatMap(it -> machine.childrenOf(it).stream())
                .filter(it -> it.kind() == DeviceKind.RAID)
                .findFirst();
    }

    // Whoever unlocked it here may have chosen another name than crypttab has.
    private Optional<FoundDevice> unlocked(String source) {
        return layers.unlocked().stream()
                .filter(it -> source.equals("/dev/mapper/" + it.name()))
                .findFirst()
                .map(this::unlocked);
    }

    private FoundDevice unlocked(CrypttabEntry entry) {
        String line = "line " + entry.line() + " of crypttab";
        Optional<BlockDevice> encrypted = find(entry.source(), "crypto_LUKS").device();
        return encrypted.stream()
                .flatMap(it -> machine.childrenOf(it).stream())
                .findFirst()
                .map(it -> FoundDevice.found(it, "by " + line))
                .orElseGet(() -> FoundDevice.none(encrypted
                        .map(it -> line + " unlocks it from " + it.path() + ", which is locked")
                        .orElse("the device that " + line + " unlocks is not here")));
    }

    // /dev/VG/LV is a link that udev makes to /dev/mapper/VG-LV, a hyphen of the names written twice.
    private static String mapperName(String source) {
        List<String> parts = List.of(source.split("/", -1));
        return source.startsWith("/dev/") && !source.startsWith("/dev/mapper/") && parts.size() == VOLUME_NAME_PARTS
                ? "/dev/mapper/" + parts.get(2).replace("-", "--") + "-"
                        + parts.get(3).replace("-", "--")
                : source;
    }

    private boolean matches(String identifier, BlockDevice device, String value) {
        return switch (identifier) {
            // vfat's UUID is written in upper case by blkid and in lower case by some installers.
            case "UUID" -> device.uuid().filter(value::equalsIgnoreCase).isPresent();
            case "LABEL" -> device.label().filter(value::equals).isPresent();
            case "PARTUUID" ->
                device.partition()
                        .flatMap(PartitionEntry::uuid)
                        .filter(value::equalsIgnoreCase)
                        .isPresent();
            case "PARTLABEL" ->
                device.partition()
                        .flatMap(PartitionEntry::label)
                        .filter(value::equals)
                        .isPresent();
            default -> device.links().contains("/dev/disk/by-id/" + value) || hasId(device, value);
        };
    }

    // Without udev there are no links; what they are made of is known all the same: wwn-0x5002538d...,
    // ata-MODEL_SERIAL, virtio-SERIAL, and -part2 for a partition.
    private boolean hasId(BlockDevice device, String id) {
        Matcher partition = OF_A_PARTITION.matcher(id);
        if (!partition.matches()) {
            return device.isWholeDisk() && isOfHardware(device, id);
        }
        int number = Integer.parseInt(partition.group("number"));
        return device.partition().filter(it -> it.number() == number).isPresent()
                && machine.disksOf(device).stream().anyMatch(disk -> isOfHardware(disk, partition.group("disk")));
    }

    private static boolean isOfHardware(BlockDevice disk, String id) {
        return disk.hardware().wwn().filter(wwn -> id.equals("wwn-" + wwn)).isPresent()
                || disk.hardware()
                        .serial()
                        .filter(it -> it.length() >= SHORTEST_SERIAL)
                        .map(it -> it.replace(' ', '_'))
                        .filter(it -> id.endsWith("_" + it) || id.equals("virtio-" + it))
                        .isPresent();
    }
}
