package io.github.rescuekit.parse;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the name of a device tells by itself, so that "partition 2 of the first disk" can be said of an old name and of
 * today's.
 *
 * @param path the whole name, with {@code /dev/}
 * @param family the driver's way of naming
 * @param disk the disk's part of the name, with {@code /dev/}; the path itself when it names no partition
 * @param order lower for an earlier disk; only to compare names of one family
 * @param partition the number of the partition; of the slice on FreeBSD
 * @param label the letter of a partition inside a FreeBSD slice
 */
public record DeviceName(
        String path, Family family, String disk, long order, OptionalInt partition, Optional<String> label) {

    /** A driver's way of naming. */
    public enum Family {
        SCSI,
        IDE,
        VIRTIO,
        XEN,
        UML,
        DASD,
        NVME,
        MMC,
        MD,
        DEVICE_MAPPER,
        LOOP,
        NETWORK,
        MYLEX,
        COMPAQ,
        FREEBSD,
        ROM,
        FLOPPY,
        MEMORY,
        OTHER
    }

    private record Shape(Family family, Pattern pattern) {

        static Shape of(Family family, String regex) {
            return new Shape(family, Pattern.compile(regex));
        }
    }

    private static final String DEV = "/dev/";
    private static final int LETTERS = 26;
    private static final int UNITS_OF_A_CONTROLLER = 1000;
    private static final int LONGEST = 255;

    // The group "disk" is the disk's own name, "n" the partition, "x" and "y" what orders the disks.
    private static final List<Shape> SHAPES = List.of(
            Shape.of(Family.SCSI, "(?<disk>sd(?<x>[a-z]{1,4}))(?<n>\\d{1,3})?"),
            Shape.of(Family.IDE, "(?<disk>hd(?<x>[a-z]{1,2}))(?<n>\\d{1,3})?"),
            Shape.of(Family.XEN, "(?<disk>xvd(?<x>[a-z]{1,4}))(?<n>\\d{1,3})?"),
            Shape.of(Family.VIRTIO, "(?<disk>vd(?<x>[a-z]{1,4}))(?<n>\\d{1,3})?"),
            Shape.of(Family.UML, "(?<disk>ubd(?<x>[a-z]))(?<n>\\d{1,3})?"),
            Shape.of(Family.DASD, "(?<disk>dasd(?<x>[a-z]{1,4}))(?<n>\\d{1,3})?"),
            Shape.of(Family.NVME, "(?<disk>nvme(?<x>\\d{1,5})n(?<y>\\d{1,5}))(?:p(?<n>\\d{1,3}))?"),
            Shape.of(Family.MMC, "(?<disk>mmcblk(?<x>\\d{1,5})(?:boot\\d|rpmb)?)(?:p(?<n>\\d{1,3}))?"),
            // md_d0 is how mdadm named arrays with partitions before Linux 2.6.28.
            Shape.of(Family.MD, "(?<disk>md/?(?:_?d)?(?<x>\\d{1,7}))(?:p(?<n>\\d{1,3}))?"),
            Shape.of(Family.MD, "(?<disk>md/[^/]+)"),
            Shape.of(Family.DEVICE_MAPPER, "(?<disk>dm-(?<x>\\d{1,7}))"),
            Shape.of(Family.DEVICE_MAPPER, "(?<disk>mapper/[^/]+?)(?:-part(?<n>\\d{1,3}))?"),
            Shape.of(Family.LOOP, "(?<disk>loop(?<x>\\d{1,7}))(?:p(?<n>\\d{1,3}))?"),
            Shape.of(Family.NETWORK, "(?<disk>(?:nbd|rbd|drbd)(?<x>\\d{1,7}))(?:p(?<n>\\d{1,3}))?"),
            Shape.of(Family.MYLEX, "(?<disk>rd/c(?<x>\\d{1,3})d(?<y>\\d{1,3}))(?:p(?<n>\\d{1,3}))?"),
            Shape.of(Family.COMPAQ, "(?<disk>(?:cciss|ida)/c(?<x>\\d{1,3})d(?<y>\\d{1,3}))(?:p(?<n>\\d{1,3}))?"),
            Shape.of(
                    Family.FREEBSD,
                    "(?<disk>(?:ad|ada|da|aacd|mfid|nda|nvd|vtbd)(?<x>\\d{1,5}))(?:[sp](?<n>\\d{1,3}))?(?<label>[a-h])?"),
            Shape.of(Family.ROM, "(?<disk>(?:sr|scd)(?<x>\\d{1,4}))"),
            Shape.of(Family.FLOPPY, "(?<disk>fd(?<x>\\d{1,2}))"),
            Shape.of(Family.MEMORY, "(?<disk>(?:ram|zram|pmem)(?<x>\\d{1,5}))(?:p(?<n>\\d{1,3}))?"));

    /** Understands {@code sda1} as well as {@code /dev/sda1}; a name of no known shape is a disk of the family OTHER. */
    public static DeviceName parse(String text) {
        String name = text.startsWith(DEV) ? text.substring(DEV.length()) : text;
        if (name.length() <= LONGEST) {
            for (Shape shape : SHAPES) {
                Matcher matcher = shape.pattern().matcher(name);
                if (matcher.matches()) {
                    return named(DEV + name, shape, matcher);
                }
            }
        }
        return new DeviceName(DEV + name, Family.OTHER, DEV + name, 0, OptionalInt.empty(), Optional.empty());
    }

    public boolean isPartition() {
        return partition.isPresent() || label.isPresent();
    }

    private static DeviceName named(String path, Shape shape, Matcher matcher) {
        String number = group(matcher, "n");
        return new DeviceName(
                path,
                shape.family(),
                DEV + group(matcher, "disk"),
                position(group(matcher, "x")) * UNITS_OF_A_CONTROLLER + position(group(matcher, "y")),
                number.isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(number)),
                Optional.of(group(matcher, "label")).filter(it -> !it.isEmpty()));
    }

    private static String group(Matcher matcher, String name) {
        // Java 17 has no list of a pattern's groups.
        if (!matcher.pattern().pattern().contains("(?<" + name + ">")) {
            return "";
        }
        String value = matcher.group(name);
        return value == null ? "" : value;
    }

    // sda, sdb ... sdz, sdaa: letters count in a system of 26 without a zero.
    private static long position(String text) {
        if (text.isEmpty() || Character.isDigit(text.charAt(0))) {
            return text.isEmpty() ? 0 : Long.parseLong(text);
        }
        long position = 0;
        for (char letter : text.toLowerCase(Locale.ROOT).toCharArray()) {
            position = position * LETTERS + letter - 'a' + 1;
        }
        return position - 1;
    }
}
