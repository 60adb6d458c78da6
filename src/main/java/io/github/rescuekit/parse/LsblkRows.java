package io.github.rescuekit.parse;

import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.DeviceKind;
import io.github.rescuekit.model.DeviceNumber;
import io.github.rescuekit.model.Filesystem;
import io.github.rescuekit.model.PartitionEntry;
import io.github.rescuekit.model.UnexpectedOutputException;
import io.github.rescuekit.model.Usage;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes block devices of the columns of lsblk, whichever of them this lsblk knows. */
final class LsblkRows {

    private static final Pattern NUMBER = Pattern.compile("(\\d{1,9}):(\\d{1,9})");
    private static final Pattern SIZE = Pattern.compile("\\d{1,18}");
    private static final Pattern TRAILING_NUMBER = Pattern.compile("(?<!\\d)(\\d{1,3})$");
    private static final long SECTOR = 512;
    private static final int MOST_DEVICES = 20_000;

    /** A device by its kernel name, with the names of its parents as far as they are known by now. */
    private record Row(Map<String, String> columns, Set<String> parents) {}

    private final Map<String, Row> rows = new LinkedHashMap<>();

    /** {@code MAJ:MIN} in one form, however this version spells its columns. */
    static String column(String name) {
        return name.toLowerCase(Locale.ROOT).replace(':', '_').replace('-', '_').replace("%", "_pct");
    }

    /** Adds what one line says, and returns the kernel's name of the device. */
    String add(Map<String, String> columns, Optional<String> parent) {
        String name = columns.getOrDefault("kname", columns.getOrDefault("name", ""));
        if (name.isEmpty() || !columns.containsKey("maj_min") || rows.size() == MOST_DEVICES) {
            throw refused(columns);
        }
        Row row = rows.computeIfAbsent(name, it -> new Row(columns, new LinkedHashSet<>()));
        parent.ifPresent(row.parents()::add);
        Optional.ofNullable(columns.get("pkname")).ifPresent(row.parents()::add);
        return name;
    }

    List<BlockDevice> devices() {
        return rows.keySet().stream().map(this::device).toList();
    }

    private Row row(@Nullable String name) {
        return Objects.requireNonNull(rows.get(name));
    }

    private BlockDevice device(String name) {
        Row row = row(name);
        Map<String, String> columns = row.columns();
        DeviceKind kind = kind(name, columns.getOrDefault("type", ""));
        return new BlockDevice(
                path(name, columns),
                number(columns),
                kind,
                new Bytes(size(columns, "size")),
                flag(columns, "ro").orElse(false),
                parents(name, row),
                List.of(),
                hardware(columns),
                kind == DeviceKind.PARTITION ? Optional.empty() : text(columns, "pttype"),
                kind == DeviceKind.PARTITION ? partition(name, columns) : Optional.empty(),
                filesystem(columns),
                Optional.empty());
    }

    private List<String> parents(String name, Row row) {
        Set<String> parents = row.parents().isEmpty() ? Set.of(diskOf(name)) : row.parents();
        return parents.stream()
                .filter(parent -> rows.containsKey(parent) && !parent.equals(name))
                .map(parent -> path(parent, row(parent).columns()))
                .toList();
    }

    // Before 2.22 there is no column PKNAME; a partition's name still tells its disk.
    private static String diskOf(String name) {
        return DeviceName.parse(name).disk().substring("/dev/".length());
    }

    // A device of the device mapper has the kernel's name dm-0 and a name of its own, which is its node in /dev/mapper.
    private static String path(String kernelName, Map<String, String> columns) {
        Optional<String> told = text(columns, "path").filter(it -> it.startsWith("/dev/"));
        // Before 2.24 the name was written together with the kernel's: "vg0-root (dm-0)".
        String name = columns.getOrDefault("name", kernelName).replace(" (" + kernelName + ")", "");
        String node = kernelName.startsWith("dm-") && !name.equals(kernelName) ? "mapper/" + name : kernelName;
        return told.orElse("/dev/" + node.replace('!', '/'));
    }

    private static DeviceNumber number(Map<String, String> columns) {
        Matcher number = NUMBER.matcher(columns.getOrDefault("maj_min", ""));
        if (!number.matches()) {
            throw refused(columns);
        }
        return new DeviceNumber(Integer.parseInt(number.group(1)), Integer.parseInt(number.group(2)));
    }

    private static DeviceKind kind(String name, String type) {
        return switch (type) {
            case "disk" -> DeviceKind.DISK;
            case "part" -> DeviceKind.PARTITION;
            case "lvm" -> DeviceKind.LVM;
            case "crypt" -> DeviceKind.CRYPT;
            case "loop" -> DeviceKind.LOOP;
            case "rom" -> DeviceKind.ROM;
            case "mpath" -> DeviceKind.MULTIPATH;
            // Before 2.34 the partition md0p1 has the type "md" as well.
            case "md" -> DeviceName.parse(name).isPartition() ? DeviceKind.PARTITION : DeviceKind.RAID;
            case "linear", "dmraid" -> DeviceKind.RAID;
            default -> type.startsWith("raid") ? DeviceKind.RAID : DeviceKind.OTHER;
        };
    }

    private static BlockDevice.Hardware hardware(Map<String, String> columns) {
        return new BlockDevice.Hardware(
                text(columns, "model"),
                text(columns, "serial"),
                text(columns, "wwn"),
                text(columns, "tran"),
                flag(columns, "rota"));
    }

    private static Optional<PartitionEntry> partition(String name, Map<String, String> columns) {
        OptionalInt number = partitionNumber(name, columns);
        if (number.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new PartitionEntry(
                number.getAsInt(),
                text(columns, "parttype").map(it -> it.toLowerCase(Locale.ROOT)),
                text(columns, "partuuid"),
                text(columns, "partlabel"),
                columns.containsKey("start")
                        ? Optional.of(new Bytes(Math.multiplyExact(size(columns, "start"), SECTOR)))
                        : Optional.empty()));
    }

    // The column PARTN came with 2.39.
    private static OptionalInt partitionNumber(String name, Map<String, String> columns) {
        Matcher trailing = TRAILING_NUMBER.matcher(columns.getOrDefault("partn", columns.getOrDefault("name", name)));
        return trailing.find() ? OptionalInt.of(Integer.parseInt(trailing.group(1))) : OptionalInt.empty();
    }

    private static Optional<Filesystem> filesystem(Map<String, String> columns) {
        return text(columns, "fstype")
                .map(type -> new Filesystem(
                        type,
                        Usage.ofType(type),
                        text(columns, "uuid"),
                        text(columns, "label"),
                        text(columns, "fsver")));
    }

    private static Optional<String> text(Map<String, String> columns, String column) {
        return Optional.ofNullable(columns.get(column));
    }

    // 2.27 to 2.32 write "0" and "1" as strings, later ones false and true.
    private static Optional<Boolean> flag(Map<String, String> columns, String column) {
        return text(columns, column).map(it -> it.equals("1") || it.equals("true"));
    }

    private static long size(Map<String, String> columns, String column) {
        String size = columns.getOrDefault(column, "0");
        if (!SIZE.matcher(size).matches()) {
            throw refused(columns);
        }
        return Long.parseLong(size);
    }

    private static UnexpectedOutputException refused(Map<String, String> columns) {
        return new UnexpectedOutputException("lsblk", 1, columns.toString());
    }
}
