package io.github.rescuekit.parse;

import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.UnexpectedOutputException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code lsblk --json --bytes --output-all}, from the first that had it (2.27) to today's. */
public final class Lsblk {

    private Lsblk() {}

    /**
     * Reads the tree as a list; a device that hangs under several parents is listed once.
     *
     * @throws UnexpectedOutputException for text that is no such JSON
     */
    public static List<BlockDevice> parse(String text) {
        Json root = Json.parse("lsblk", text);
        if (!root.object().has("blockdevices")) {
            throw root.refused();
        }
        LsblkRows rows = new LsblkRows();
        root.children("blockdevices").forEach(device -> add(rows, device, Optional.empty()));
        return rows.devices();
    }

    private static void add(LsblkRows rows, Json device, Optional<String> parent) {
        Map<String, String> columns = new HashMap<>();
        device.object()
                .keySet()
                .forEach(
                        column -> device.text(column).ifPresent(value -> columns.put(LsblkRows.column(column), value)));
        String name = rows.add(columns, parent);
        device.children("children").forEach(child -> add(rows, child, Optional.of(name)));
    }
}
