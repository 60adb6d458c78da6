package io.github.rescuekit.parse;

import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.PartitionEntry;
import io.github.rescuekit.model.PartitionTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One disk of {@code fdisk -l} while it is being read: the columns of its header say how its rows are meant. */
final class FdiskDisk {

    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final Pattern WIDE_BLANKS = Pattern.compile("\\s{2,}");
    // 102400+ blocks are 102400 KiB and one sector more.
    private static final Pattern COUNT = Pattern.compile("(\\d{1,15})([+-]?)");
    private static final Pattern MBR_TYPE = Pattern.compile("[0-9a-f]{1,2}");
    private static final Pattern NOT_A_NUMBER = Pattern.compile("\\D{1,3}");
    // fdisk 2.23 on CentOS 7 numbers the rows of a GPT and names no device.
    private static final Pattern NUMBERED_HEADER = Pattern.compile("#\\s+Start\\s+End\\s+Size\\s+Type\\s+Name");
    private static final Pattern NUMBERED_ROW = Pattern.compile(
            "\\s*(?<number>\\d{1,3})\\s+(?<start>\\d{1,15})\\s+(?<end>\\d{1,15})\\s+\\S+\\s+(?<rest>\\S.*)");
    private static final Map<String, String> GPT_TYPES = Map.of(
            "EFI System", PartitionEntry.EFI_SYSTEM,
            "BIOS boot", PartitionEntry.BIOS_BOOT,
            "BIOS boot parti", PartitionEntry.BIOS_BOOT,
            "Linux filesystem", "0fc63daf-8483-4772-8e79-3d69d8477de4",
            "Linux swap", "0657fd6d-a4ab-43c4-84e5-0933c84b4f4f",
            "Linux RAID", "a19d880f-05fc-4d3b-a006-743f0f84911e",
            "Linux LVM", "e6d6d379-f507-44c2-a23c-238f2a3df928");
    private static final long SECTOR = 512;
    private static final long BLOCK = 1024;

    private final String path;
    private final Optional<Bytes> size;
    private final List<PartitionTable.Row> rows = new ArrayList<>();
    private Optional<String> label = Optional.empty();
    private Optional<String> identifier = Optional.empty();
    private List<String> columns = List.of();
    private boolean numbered;
    private boolean cylinders;
    private long unit = SECTOR;

    FdiskDisk(String path, Optional<Bytes> size) {
        this.path = path;
        this.size = size;
    }

    void label(String type) {
        label = Optional.of(type.toLowerCase(Locale.ROOT));
    }

    void identifier(String id) {
        identifier = Optional.of(id.toLowerCase(Locale.ROOT));
    }

    void units(boolean areCylinders, long bytes) {
        cylinders = areCylinders;
        unit = bytes;
    }

    PartitionTable table() {
        return new PartitionTable(
                path, size, label.or(() -> rows.isEmpty() ? Optional.empty() : Optional.of("dos")), identifier, rows);
    }

    boolean readHeader(String line) {
        if (NUMBERED_HEADER.matcher(line).matches()) {
            numbered = true;
            return true;
        }
        List<String> words = words(line);
        if (words.get(0).equals("Device") && words.contains("Start") && words.contains("End")) {
            columns = words.stream()
                    .filter(word -> !word.equals("Device") && !word.equals("Boot") && !word.equals("Flag"))
                    .toList();
            return true;
        }
        return false;
    }

    /** Reads a partition; also true for the remarks between them. False for a partition that cannot be read. */
    boolean readRow(String line) {
        Optional<PartitionTable.Row> row;
        if (numbered) {
            Matcher fields = NUMBERED_ROW.matcher(line);
            if (!fields.matches()) {
                return true;
            }
            row = numberedRow(fields);
        } else if (line.startsWith("/dev/")) {
            row = deviceRow(words(line));
        } else {
            return true;
        }
        row.ifPresent(rows::add);
        return row.isPresent();
    }

    private Optional<PartitionTable.Row> numberedRow(Matcher fields) {
        long start = Long.parseLong(fields.group("start"));
        long end = Long.parseLong(fields.group("end"));
        String[] words = WIDE_BLANKS.split(fields.group("rest"), 2);
        String number = fields.group("number");
        boolean digitBefore = Character.isDigit(path.charAt(path.length() - 1));
        return bytes(end - start + 1, unit)
                .flatMap(length -> bytes(start, unit)
                        .map(offset -> new PartitionTable.Row(
                                path + (digitBefore ? "p" : "") + number,
                                new PartitionEntry(
                                        Integer.parseInt(number),
                                        Optional.ofNullable(GPT_TYPES.get(words[0])),
                                        Optional.empty(),
                                        words.length > 1 ? Optional.of(words[1]) : Optional.empty(),
                                        Optional.of(offset)),
                                length,
                                false,
                                Optional.of(words[0]))));
    }

    private Optional<PartitionTable.Row> deviceRow(List<String> words) {
        // The mark of the partition to boot from stands alone between the name and the numbers.
        boolean marked = words.size() > 1 && NOT_A_NUMBER.matcher(words.get(1)).matches();
        List<String> values = words.subList(Math.min(marked ? 2 : 1, words.size()), words.size());
        OptionalInt number = partitionNumber(words.get(0));
        if (number.isEmpty() || columns.isEmpty() || values.size() < columns.size() - 1) {
            return Optional.empty();
        }
        String description = String.join(" ", values.subList(columns.size() - 1, values.size()));
        Optional<Bytes> start =
                cylinders ? Optional.empty() : number(values, "Start").flatMap(it -> bytes(it, unit));
        return length(values)
                .map(length -> new PartitionTable.Row(
                        words.get(0),
                        new PartitionEntry(
                                number.getAsInt(),
                                type(values, description),
                                Optional.empty(),
                                Optional.empty(),
                                start),
                        length,
                        marked && words.get(1).equals("*"),
                        Optional.of(description).filter(it -> !it.isEmpty())));
    }

    private Optional<String> type(List<String> values, String description) {
        return columns.contains("Id")
                ? value(values, "Id")
                        .filter(it -> MBR_TYPE.matcher(it).matches())
                        .map(it -> "0x" + it)
                : Optional.ofNullable(GPT_TYPES.get(description));
    }

    private Optional<Bytes> length(List<String> values) {
        if (columns.contains("Blocks")) {
            return value(values, "Blocks")
                    .map(COUNT::matcher)
                    .filter(Matcher::matches)
                    .flatMap(FdiskDisk::blocks);
        }
        return number(values, "Start")
                .flatMap(start -> number(values, "End").flatMap(end -> bytes(end - start + 1, unit)));
    }

    private static Optional<Bytes> blocks(Matcher count) {
        return bytes(Long.parseLong(count.group(1)), BLOCK)
                .map(it -> count.group(2).equals("+") ? it.plus(new Bytes(SECTOR)) : it);
    }

    private Optional<Long> number(List<String> values, String column) {
        return value(values, column)
                .map(COUNT::matcher)
                .filter(Matcher::matches)
                .map(it -> Long.parseLong(it.group(1)));
    }

    private Optional<String> value(List<String> values, String column) {
        int index = columns.indexOf(column);
        return index >= 0 && index < values.size() ? Optional.of(values.get(index)) : Optional.empty();
    }

    private static Optional<Bytes> bytes(long count, long unit) {
        return count < 0 || count > Long.MAX_VALUE / Math.max(1, unit)
                ? Optional.empty()
                : Optional.of(new Bytes(count * unit));
    }

    private static OptionalInt partitionNumber(String node) {
        return DeviceName.parse(node).partition();
    }

    private static List<String> words(String line) {
        return List.of(BLANKS.split(line.strip()));
    }
}
