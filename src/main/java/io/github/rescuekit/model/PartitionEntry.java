package io.github.rescuekit.model;

import java.util.Optional;

/**
 * A row of a partition table.
 *
 * @param type the GPT type GUID in lower case, or the MBR type such as {@code 0x83}
 * @param start distance from the beginning of the disk
 */
public record PartitionEntry(
        int number, Optional<String> type, Optional<String> uuid, Optional<String> label, Optional<Bytes> start) {

    public static final String BIOS_BOOT = "21686148-6449-6e6f-744e-656564454649";
    public static final String EFI_SYSTEM = "c12a7328-f81f-11d2-ba4b-00a0c93ec93b";

    /** What is absent here, taken from another source of the same row. */
    public PartitionEntry completedBy(PartitionEntry other) {
        return new PartitionEntry(
                number, type.or(other::type), uuid.or(other::uuid), label.or(other::label), start.or(other::start));
    }

    public boolean isOfType(String wanted) {
        return type.filter(wanted::equalsIgnoreCase).isPresent();
    }
}
