package io.github.rescuekit.model;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How an array that runs stands at one moment, by the kernel's own files: md(4).
 *
 * @param degraded how many members it misses
 * @param action {@code idle}, {@code recover}, {@code resync}, {@code check} and others
 * @param sync how far that is; empty while it waits for another array
 * @param hasBitmap whether it notes which regions were written to
 * @param members the words of the state of each, such as {@code in_sync} or {@code spare}, by its path
 */
public record MdState(
        int degraded, String action, Optional<Sync> sync, boolean hasBitmap, Map<String, List<String>> members) {

    /** Sectors, and KiB a second. */
    public record Sync(long done, long total, long speed) {

        public double fraction() {
            return total == 0 ? 0 : (double) done / total;
        }

        /** Empty when it stands still. */
        public Optional<Duration> left() {
            // Two sectors are a KiB.
            return speed == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds((total - done) / 2 / speed));
        }
    }

    public MdState {
        members = Map.copyOf(members);
    }

    public boolean isIdle() {
        return action.equals("idle");
    }

    /** True when that member holds all of its data. */
    public boolean isInSync(String member) {
        return members.getOrDefault(member, List.of()).contains("in_sync");
    }

    /**
     * True when that member and all others hold all of their data. The kernel calls a member in sync a moment before it
     * counts it.
     */
    public boolean isWholeWith(String member) {
        return isInSync(member) && degraded == 0;
    }
}
