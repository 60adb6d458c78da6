package io.github.rescuekit.parse;

import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.UnexpectedOutputException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code lsblk --pairs --bytes}, which also the oldest lsblk writes. */
public final class LsblkPairs {

    // NAME="sda1" MAJ:MIN="8:1" LABEL="a\x20b": a quote inside a value is written \x22. Since 2.37 some versions write
    // the columns as names of shell variables, MAJ_MIN and FSUSE_PCT.
    private static final Pattern PAIR = Pattern.compile("\\G\\s*([A-Z][A-Z0-9:%_-]*)=\"([^\"]*)\"");

    private LsblkPairs() {}

    /**
     * Reads the devices.
     *
     * @throws UnexpectedOutputException for a line that is not made of pairs
     */
    public static List<BlockDevice> parse(String text) {
        LsblkRows rows = new LsblkRows();
        Lines lines = new Lines(text);
        while (lines.next()) {
            if (!lines.line().isBlank()) {
                rows.add(columns(lines), Optional.empty());
            }
        }
        return rows.devices();
    }

    private static Map<String, String> columns(Lines lines) {
        Map<String, String> columns = new HashMap<>();
        String line = lines.line();
        Matcher pair = PAIR.matcher(line);
        int end = 0;
        while (pair.find()) {
            end = pair.end();
            String value = Escapes.hex(pair.group(2)).strip();
            if (!value.isEmpty()) {
                columns.put(LsblkRows.column(pair.group(1)), value);
            }
        }
        if (!line.substring(end).isBlank()) {
            throw new UnexpectedOutputException("lsblk", lines.number(), line);
        }
        return columns;
    }
}
