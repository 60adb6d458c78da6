package io.github.rescuekit.parse;

import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.Filesystem;
import io.github.rescuekit.model.PartitionEntry;
import io.github.rescuekit.model.UnexpectedOutputException;
import io.github.rescuekit.model.Usage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code blkid --probe} with {@code --output export} (several devices) or {@code --output udev} (one). */
public final class Blkid {

    private static final Pattern PAIR = Pattern.compile("([A-Z][A-Z0-9_]*)=(.*)", Pattern.DOTALL);
    private static final Pattern PARTITION_NUMBER = Pattern.compile("\\d{1,6}");
    private static final Pattern SECTORS = Pattern.compile("\\d{1,15}");
    private static final long SECTOR = 512;
    private static final String UDEV = "ID_";
    private static final String UDEV_FILESYSTEM = "ID_FS_";

    /**
     * What blkid read from one device.
     *
     * @param path absent in udev's format, which names no device
     * @param ambivalent the types of several superblocks that contradict each other; told by udev's format only
     */
    public record Probed(
            Optional<String> path,
            Optional<Filesystem> filesystem,
            Optional<String> tableType,
            Optional<PartitionEntry> partition,
            Optional<String> ambivalent) {}

    private Blkid() {}

    /**
     * Reads what blkid found; a device on which it found nothing is not part of its output.
     *
     * @throws UnexpectedOutputException for a line that is no pair
     */
    public static List<Probed> parse(String text) {
        List<Probed> probed = new ArrayList<>();
        Map<String, String> values = new HashMap<>();
        Lines lines = new Lines(text);
        while (lines.next()) {
            Matcher pair = PAIR.matcher(lines.line());
            if (pair.matches()) {
                values.put(pair.group(1), pair.group(2));
            } else if (lines.line().isBlank()) {
                flush(values, probed);
            } else {
                throw new UnexpectedOutputException("blkid", lines.number(), lines.line());
            }
        }
        flush(values, probed);
        return List.copyOf(probed);
    }

    /** What tells the devices of one btrfs apart, by path; copies of one device have the same. */
    public static Map<String, String> deviceUuids(String text) {
        Map<String, String> uuids = new HashMap<>();
        String path = "";
        for (String line : text.lines().toList()) {
            Matcher pair = PAIR.matcher(line);
            if (pair.matches() && pair.group(1).equals("DEVNAME")) {
                path = pair.group(2);
            } else if (pair.matches() && pair.group(1).equals("UUID_SUB")) {
                uuids.put(path, pair.group(2));
            }
        }
        return Map.copyOf(uuids);
    }

    private static void flush(Map<String, String> values, List<Probed> probed) {
        if (!values.isEmpty()) {
            boolean udev = values.keySet().stream().allMatch(key -> key.startsWith(UDEV));
            probed.add(probed(udev ? fromUdev(values) : fromExport(values)));
            values.clear();
        }
    }

    // A backslash stands before blanks, quotes and other characters that a shell would take.
    private static Map<String, String> fromExport(Map<String, String> values) {
        Map<String, String> plain = new HashMap<>();
        values.forEach((key, value) -> plain.put(key, value.replaceAll("\\\\(.)", "$1")));
        return plain;
    }

    // ID_FS_LABEL is made safe and has lost characters; ID_FS_LABEL_ENC has all of them, some as \x20.
    private static Map<String, String> fromUdev(Map<String, String> values) {
        Map<String, String> plain = new HashMap<>();
        values.forEach((key, value) -> {
            if (!values.containsKey(key + "_ENC")) {
                String shorter = key.substring((key.startsWith(UDEV_FILESYSTEM) ? UDEV_FILESYSTEM : UDEV).length());
                plain.put(shorter.replace("PART_TABLE_TYPE", "PTTYPE").replaceAll("_ENC$", ""), Escapes.hex(value));
            }
        });
        return plain;
    }

    private static Probed probed(Map<String, String> values) {
        return new Probed(
                text(values, "DEVNAME"),
                text(values, "TYPE").map(type -> filesystem(type, values)),
                text(values, "PTTYPE"),
                text(values, "PART_ENTRY_NUMBER")
                        .filter(it -> PARTITION_NUMBER.matcher(it).matches())
                        .map(number -> partition(Integer.parseInt(number), values)),
                text(values, "AMBIVALENT"));
    }

    private static Filesystem filesystem(String type, Map<String, String> values) {
        return new Filesystem(
                type, usage(type, values), text(values, "UUID"), text(values, "LABEL"), text(values, "VERSION"));
    }

    private static Usage usage(String type, Map<String, String> values) {
        return switch (values.getOrDefault("USAGE", "")) {
            case "filesystem" -> Usage.FILESYSTEM;
            case "raid" -> Usage.RAID;
            case "crypto" -> Usage.CRYPTO;
            case "" -> Usage.ofType(type);
            default -> Usage.OTHER;
        };
    }

    private static PartitionEntry partition(int number, Map<String, String> values) {
        return new PartitionEntry(
                number,
                text(values, "PART_ENTRY_TYPE").map(it -> it.toLowerCase(Locale.ROOT)),
                text(values, "PART_ENTRY_UUID"),
                text(values, "PART_ENTRY_NAME"),
                text(values, "PART_ENTRY_OFFSET")
                        .filter(it -> SECTORS.matcher(it).matches())
                        .map(sectors -> new Bytes(Long.parseLong(sectors) * SECTOR)));
    }

    private static Optional<String> text(Map<String, String> values, String key) {
        return Optional.ofNullable(values.get(key)).filter(it -> !it.isEmpty());
    }
}
