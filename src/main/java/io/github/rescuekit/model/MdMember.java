package io.github.rescuekit.model;

import java.util.Optional;

/**
 * What a member of an md array knows of the array: md(4).
 *
 * @param level such as {@code raid1}
 * @param devices how many the whole array has
 * @param events counted up at each change of the array; who has fewer was left behind
 * @param slots {@code A} for each place that is active and {@code .} for each that is missing, when this member was last
 *     written to; metadata 0.90 does not tell
 */
public record MdMember(String uuid, String level, int devices, long events, Optional<String> slots) {

    /** How many devices an array of that level can go without; empty when that depends on which they are. */
    public Optional<Integer> spareable() {
        return switch (level) {
            case "raid1" -> Optional.of(devices - 1);
            case "raid4", "raid5" -> Optional.of(1);
            case "raid6" -> Optional.of(2);
            case "raid10" -> Optional.empty();
            default -> Optional.of(0);
        };
    }

    /** True when the array already ran with so few devices: then those that are missing hold nothing newer. */
    public boolean ranWith(int present) {
        return slots.filter(it -> it.chars().filter(c -> c == 'A').count() <= present)
                .isPresent();
    }
}
