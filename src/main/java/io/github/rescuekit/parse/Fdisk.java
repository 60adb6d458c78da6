package io.github.rescuekit.parse;

import io.github.rescuekit.model.PartitionTable;
import io.github.rescuekit.model.UnexpectedOutputException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads {@code fdisk -l} of one or more disks: today's format, and those of the last twenty years with their cylinders and
 * heads, as old rescue systems print them and old tickets hold them.
 */
public final class Fdisk {

    // Disk /dev/sda: 20 GiB, 21474836480 bytes, 41943040 sectors
    // Disk /dev/sda: 40.0 GB, 40020664320 bytes
    // Disk /dev/sda 40.0 GB
    // Disk /dev/hda: 255 heads, 63 sectors, 4865 cylinders
    private static final Pattern DISK = Pattern.compile("Disk (?<path>/dev/\\S+?):? +(?<size>\\d.*)");
    private static final Pattern GPT_WARNING = Pattern.compile("WARNING: GPT \\(GUID Partition Table\\) detected.*");
    // Units = cylinders of 16065 * 512 = 8225280 bytes
    // Units: sectors of 1 * 512 = 512 bytes
    private static final Pattern UNITS =
            Pattern.compile("Units ?[=:] (?<name>cylinders|sectors) of (?<count>\\d{1,9}) \\* (?<size>\\d{1,6}).*");
    private static final Pattern LABEL = Pattern.compile("Disk ?label type: (?<type>\\S+)\\s*");
    private static final Pattern IDENTIFIER = Pattern.compile("Disk identifier: (?<id>\\S+)\\s*");

    private final List<FdiskDisk> disks = new ArrayList<>();
    private boolean gptWarning;

    private Fdisk() {}

    /**
     * Reads the tables of all disks in the text.
     *
     * @throws UnexpectedOutputException for a text without a disk, and for a partition that cannot be read
     */
    public static List<PartitionTable> parse(String text) {
        Fdisk fdisk = new Fdisk();
        Lines lines = new Lines(text);
        while (lines.next()) {
            fdisk.read(lines.number(), lines.line().stripTrailing());
        }
        if (fdisk.disks.isEmpty()) {
            throw new UnexpectedOutputException("fdisk", 1, text.isEmpty() ? "(nothing)" : text);
        }
        return fdisk.disks.stream().map(FdiskDisk::table).toList();
    }

    private void read(int number, String line) {
        Matcher disk = DISK.matcher(line);
        if (disk.matches()) {
            disks.add(new FdiskDisk(disk.group("path"), FdiskSize.of(disk.group("size"))));
            // The warning stands before the disk that it is about.
            if (gptWarning) {
                disks.get(disks.size() - 1).label("gpt");
            }
            gptWarning = false;
        } else if (GPT_WARNING.matcher(line).matches()) {
            gptWarning = true;
        } else if (!disks.isEmpty()) {
            readDetail(disks.get(disks.size() - 1), number, line);
        }
    }

    private static void readDetail(FdiskDisk disk, int number, String line) {
        Matcher units = UNITS.matcher(line);
        Matcher label = LABEL.matcher(line);
        Matcher identifier = IDENTIFIER.matcher(line);
        if (units.matches()) {
            disk.units(
                    units.group("name").equals("cylinders"),
                    Long.parseLong(units.group("count")) * Long.parseLong(units.group("size")));
        } else if (label.matches()) {
            disk.label(label.group("type"));
        } else if (identifier.matches()) {
            disk.identifier(identifier.group("id"));
        } else if (!disk.readHeader(line) && !disk.readRow(line)) {
            throw new UnexpectedOutputException("fdisk", number, line);
        }
    }
}
