package io.github.rescuekit.model;

import java.util.List;
import java.util.Optional;

/**
 * A partition table as fdisk or sfdisk shows it, whether or not the kernel knows its partitions.
 *
 * @param disk such as {@code /dev/sda}; of the disk at hand, or of the text that somebody pasted
 * @param type {@code gpt}, {@code dos}; absent for a disk without a table
 * @param id the disk identifier
 */
public record PartitionTable(
        String disk, Optional<Bytes> size, Optional<String> type, Optional<String> id, List<Row> rows) {

    /**
     * One partition.
     *
     * @param node its device node by the name of that time
     * @param description the words of the tool for the type
     */
    public record Row(String node, PartitionEntry entry, Bytes size, boolean bootable, Optional<String> description) {}

    public PartitionTable {
        rows = List.copyOf(rows);
    }
}
