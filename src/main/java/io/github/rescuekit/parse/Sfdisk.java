package io.github.rescuekit.parse;

import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.PartitionEntry;
import io.github.rescuekit.model.PartitionTable;
import io.github.rescuekit.model.UnexpectedOutputException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code sfdisk --json DISK}. */
public final class Sfdisk {

    private static final Pattern COUNT = Pattern.compile("\\d{1,14}");
    private static final Pattern MBR_TYPE = Pattern.compile("[0-9a-fA-F]{1,2}");
    private static final Pattern TRAILING_NUMBER = Pattern.compile("(?<!\\d)(\\d{1,3})$");
    private static final long USUAL_SECTOR = 512;

    private Sfdisk() {}

    /**
     * Reads the table of one disk.
     *
     * @throws UnexpectedOutputException for text that is no such JSON
     */
    public static PartitionTable parse(String text) {
        Json root = Json.parse("sfdisk", text.substring(begin(text)));
        Json table = root.child("partitiontable").orElseThrow(root::refused);
        // The member came with 2.35.
        long sector = table.text("sectorsize").isPresent() ? count(table, "sectorsize") : USUAL_SECTOR;
        return new PartitionTable(
                table.text("device").orElseThrow(table::refused),
                Optional.empty(),
                table.text("label"),
                table.text("id").map(it -> it.toLowerCase(Locale.ROOT)),
                table.children("partitions").stream()
                        .map(row -> row(row, sector))
                        .toList());
    }

    // sfdisk 2.38 writes warnings about a damaged table to standard output, in front of the JSON.
    private static int begin(String text) {
        return text.startsWith("{") ? 0 : text.indexOf("\n{") + 1;
    }

    private static PartitionTable.Row row(Json row, long sector) {
        String node = row.text("node").orElseThrow(row::refused);
        PartitionEntry entry = new PartitionEntry(
                number(row, node),
                row.text("type").map(Sfdisk::type),
                row.text("uuid").map(it -> it.toLowerCase(Locale.ROOT)),
                row.text("name"),
                Optional.of(bytes(row, "start", sector)));
        return new PartitionTable.Row(
                node,
                entry,
                bytes(row, "size", sector),
                row.text("bootable").filter("true"::equals).isPresent(),
                Optional.empty());
    }

    private static int number(Json row, String node) {
        Matcher trailing = TRAILING_NUMBER.matcher(node);
        if (!trailing.find()) {
            throw row.refused();
        }
        return Integer.parseInt(trailing.group(1));
    }

    // sfdisk writes 83 and a GUID in capitals; libblkid, and so the model, 0x83 and small letters.
    private static String type(String type) {
        return MBR_TYPE.matcher(type).matches() ? "0x" + type.toLowerCase(Locale.ROOT) : type.toLowerCase(Locale.ROOT);
    }

    private static Bytes bytes(Json row, String member, long sector) {
        try {
            return new Bytes(Math.multiplyExact(count(row, member), sector));
        } catch (ArithmeticException e) {
            throw row.refused().causedBy(e);
        }
    }

    private static long count(Json row, String member) {
        return row.text(member)
                .filter(it -> COUNT.matcher(it).matches())
                .map(Long::parseLong)
                .orElseThrow(row::refused);
    }
}
