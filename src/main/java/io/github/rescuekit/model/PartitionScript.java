package io.github.rescuekit.model;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A partition table in the text that sfdisk(8) writes and reads.
 *
 * @param header lines such as {@code label: gpt}
 */
public record PartitionScript(List<String> header, List<Row> rows) {

    // last-lba is where the usable room ends: on another disk somewhere else.
    private static final Set<String> OF_ONE_DISK = Set.of("label-id", "device", "last-lba");
    private static final String UUID = "uuid";
    private static final long USUAL_SECTOR = 512;
    // The second table of a GPT with its usual 128 rows, at the end of the disk.
    private static final long SECOND_TABLE = 33;

    /**
     * One partition.
     *
     * @param fields such as {@code start=2048}, {@code bootable} and {@code name="EFI System"}
     */
    public record Row(int number, List<String> fields) {

        public Row {
            fields = List.copyOf(fields);
        }

        /** In sectors. */
        public long start() {
            return count("start");
        }

        /** In sectors. */
        public long size() {
            return count("size");
        }

        private long count(String name) {
            return Long.parseLong(field(name).orElseThrow());
        }

        private Optional<String> field(String name) {
            return value(fields, name + "=");
        }

        private Row withIdentifier(String uuid) {
            return new Row(
                    number,
                    Stream.concat(withoutIdentifier().fields.stream(), Stream.of(UUID + "=" + uuid))
                            .toList());
        }

        private Row withoutIdentifier() {
            return new Row(
                    number,
                    fields.stream().filter(it -> !it.startsWith(UUID + "=")).toList());
        }
    }

    public PartitionScript {
        header = List.copyOf(header);
        rows = List.copyOf(rows);
    }

    private static Optional<String> value(List<String> words, String beginning) {
        return words.stream()
                .filter(it -> it.startsWith(beginning))
                .map(it -> it.substring(beginning.length()).strip())
                .findFirst();
    }

    /** The same partitions for another disk, which makes identifiers of its own for itself and for them. */
    public PartitionScript forAnotherDisk() {
        return new PartitionScript(
                header.stream()
                        .filter(it -> !OF_ONE_DISK.contains(it.split(":", 2)[0]))
                        .toList(),
                rows.stream().map(Row::withoutIdentifier).toList());
    }

    /** The same partitions, some of them by identifiers that are wanted; a GPT keeps them, another table does not. */
    public PartitionScript withIdentifiers(Map<Integer, String> byNumber) {
        return new PartitionScript(
                header,
                rows.stream()
                        .map(it -> Optional.ofNullable(byNumber.get(it.number()))
                                .map(it::withIdentifier)
                                .orElse(it))
                        .toList());
    }

    public boolean isGpt() {
        return value(header, "label:").filter("gpt"::equals).isPresent();
    }

    /** True when both have the same kind of table with the same partitions, whatever their identifiers. */
    public boolean isLaidOutAs(PartitionScript other) {
        return value(header, "label:").equals(value(other.header, "label:"))
                && forAnotherDisk().rows().equals(other.forAnotherDisk().rows());
    }

    /** Those of the disk and of its partitions. */
    public Set<String> identifiers() {
        return Stream.concat(value(header, "label-id:").stream(), rows.stream().flatMap(it -> it.field(UUID).stream()))
                .map(it -> it.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }

    public Bytes sector() {
        return new Bytes(value(header, "sector-size:").map(Long::parseLong).orElse(USUAL_SECTOR));
    }

    /** How large a disk must be for it. */
    public Bytes needs() {
        long end = rows.stream().mapToLong(it -> it.start() + it.size()).max().orElse(0);
        return new Bytes((end + (isGpt() ? SECOND_TABLE : 0)) * sector().count());
    }

    /** As sfdisk reads it, with the node of each partition. */
    public String text(IntFunction<String> node) {
        return Stream.concat(
                        Stream.concat(header.stream(), Stream.of("")),
                        rows.stream().map(it -> node.apply(it.number()) + " : " + String.join(", ", it.fields())))
                .collect(Collectors.joining("\n", "", "\n"));
    }
}
