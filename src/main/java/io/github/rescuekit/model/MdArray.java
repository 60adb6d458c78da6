package io.github.rescuekit.model;

import java.util.List;
import java.util.Optional;

/**
 * One array of {@code /proc/mdstat}.
 *
 * @param path such as {@code /dev/md0}
 * @param state mdstat's word: {@code active}, {@code inactive}, {@code auto-read-only}
 * @param level such as {@code raid1}; absent while the array is inactive
 * @param slots {@code [U_]} as booleans, one for each place in the array; empty when mdstat shows none
 * @param activity a resync, recovery or check that is under way, as mdstat words it
 */
public record MdArray(
        String path,
        String state,
        Optional<String> level,
        List<Member> members,
        List<Boolean> slots,
        Optional<String> activity) {

    /**
     * A device in the array.
     *
     * @param flags {@code F} faulty, {@code S} spare, {@code W} write-mostly, {@code J} journal, {@code R} replacement
     */
    public record Member(String path, int slot, String flags) {

        public boolean isFaulty() {
            return flags.contains("F");
        }

        /** True when it holds its part of the data; a replacement is a copy that is still being made. */
        public boolean isActive() {
            return flags.chars().noneMatch(it -> "FSJR".indexOf(it) >= 0);
        }
    }

    public MdArray {
        members = List.copyOf(members);
        slots = List.copyOf(slots);
    }

    public boolean isDegraded() {
        return slots.contains(false);
    }
}
