package io.github.rescuekit.model;

import java.util.Optional;

/**
 * A memory module in its slot, as the firmware tells.
 *
 * @param slot as it is printed on the board, or as near to that as the maker cared
 * @param type such as {@code DDR4}
 * @param megatransfers its speed in millions of transfers a second
 */
public record MemoryModule(
        String slot,
        Bytes size,
        Optional<String> type,
        Optional<Long> megatransfers,
        Optional<String> manufacturer,
        Optional<String> partNumber,
        Optional<String> serial) {}
