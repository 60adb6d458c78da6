package io.github.rescuekit.probe;

import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.DeviceKind;
import io.github.rescuekit.model.DeviceNumber;
import io.github.rescuekit.model.PartitionEntry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What {@code /sys} tells about block devices: everything where lsblk is missing, the rest where it is old. */
final class SysBlock {

    private static final String BLOCK = "/sys/class/block/";
    private static final Pattern NUMBER = Pattern.compile("(\\d{1,9}):(\\d{1,9})");
    private static final Pattern COUNT = Pattern.compile("\\d{1,15}");
    private static final long SECTOR = 512;
    // brd, the kernel's RAM disks: lsblk leaves them out as well.
    private static final int RAM_DISKS = 1;

    private final KernelFiles files;

    SysBlock(KernelFiles files) {
        this.files = files;
    }

    /** Every device with a size, parents before children. */
    List<BlockDevice> devices() {
        List<BlockDevice> devices = new ArrayList<>();
        Set<String> done = new HashSet<>();
        files.names(BLOCK).forEach(name -> add(name, done, devices));
        return devices;
    }

    List<String> parentPaths(Optional<String> name) {
        return name.stream().flatMap(it -> parents(it).stream()).map(this::path).toList();
    }

    // Its disk, or what lies below it.
    private List<String> parents(String name) {
        if (files.exists(BLOCK + name + "/partition")) {
            return files.linkTarget(BLOCK + name).stream()
                    .map(target -> target.split("/"))
                    .map(words -> words[words.length - 2])
                    .toList();
        }
        return files.names(BLOCK + name + "/slaves");
    }

    /** The kernel's name of a device, which is also its directory in {@code /sys/class/block}. */
    Optional<String> nameOf(DeviceNumber number) {
        return files.linkTarget("/sys/dev/block/" + number)
                .map(target -> target.substring(target.lastIndexOf('/') + 1));
    }

    /** The kernel's own node of a device; {@code cciss!c0d0} is {@code /dev/cciss/c0d0}. */
    static String node(String name) {
        return "/dev/" + name.replace('!', '/');
    }

    private String path(String name) {
        return files.attribute(BLOCK + name + "/dm/name")
                .map(it -> "/dev/mapper/" + it)
                .filter(files::exists)
                .orElse(node(name));
    }

    Optional<String> backingFile(String name) {
        return files.attribute(BLOCK + name + "/loop/backing_file");
    }

    private void add(String name, Set<String> done, List<BlockDevice> devices) {
        if (done.add(name)) {
            parents(name).forEach(parent -> add(parent, done, devices));
            device(name).ifPresent(devices::add);
        }
    }

    private Optional<BlockDevice> device(String name) {
        long size = count(name, "size").orElse(0L) * SECTOR;
        return number(name)
                .filter(number -> size > 0 && number.major() != RAM_DISKS)
                .map(number -> new BlockDevice(
                        path(name),
                        number,
                        kind(name),
                        new Bytes(size),
                        flag(name, "ro").orElse(false),
                        parentPaths(Optional.of(name)),
                        List.of(),
                        hardware(name),
                        Optional.empty(),
                        partition(name),
                        Optional.empty(),
                        backingFile(name)));
    }

    private Optional<DeviceNumber> number(String name) {
        return files.attribute(BLOCK + name + "/dev")
                .map(NUMBER::matcher)
                .filter(Matcher::matches)
                .map(it -> new DeviceNumber(Integer.parseInt(it.group(1)), Integer.parseInt(it.group(2))));
    }

    private DeviceKind kind(String name) {
        if (files.exists(BLOCK + name + "/partition")) {
            return DeviceKind.PARTITION;
        }
        if (files.exists(BLOCK + name + "/md")) {
            return DeviceKind.RAID;
        }
        if (name.startsWith("dm-")) {
            return mapped(files.attribute(BLOCK + name + "/dm/uuid").orElse(""));
        }
        if (name.startsWith("loop")) {
            return DeviceKind.LOOP;
        }
        return name.startsWith("sr") ? DeviceKind.ROM : DeviceKind.DISK;
    }

    // The subsystem that made a mapping stands before the first hyphen of its identifier.
    private static DeviceKind mapped(String uuid) {
        return switch (uuid.replaceFirst("-.*", "").replaceFirst("\\d+$", "")) {
            case "LVM" -> DeviceKind.LVM;
            case "CRYPT" -> DeviceKind.CRYPT;
            case "mpath" -> DeviceKind.MULTIPATH;
            case "part" -> DeviceKind.PARTITION;
            case "DMRAID" -> DeviceKind.RAID;
            default -> DeviceKind.OTHER;
        };
    }

    private BlockDevice.Hardware hardware(String name) {
        return new BlockDevice.Hardware(
                files.attribute(BLOCK + name + "/device/model"),
                Stream.of("/device/serial", "/serial")
                        .flatMap(it -> files.attribute(BLOCK + name + it).stream())
                        .findFirst(),
                files.attribute(BLOCK + name + "/wwid"),
                Optional.empty(),
                flag(name, "queue/rotational"));
    }

    Optional<PartitionEntry> partition(String name) {
        return count(name, "partition")
                .map(number -> new PartitionEntry(
                        Math.toIntExact(number),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        count(name, "start").map(sectors -> new Bytes(sectors * SECTOR))));
    }

    private Optional<Boolean> flag(String name, String attribute) {
        return files.attribute(BLOCK + name + "/" + attribute).map("1"::equals);
    }

    private Optional<Long> count(String name, String attribute) {
        return files.attribute(BLOCK + name + "/" + attribute)
                .filter(it -> COUNT.matcher(it).matches())
                .map(Long::parseLong);
    }
}
