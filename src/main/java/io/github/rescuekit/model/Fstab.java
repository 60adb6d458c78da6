package io.github.rescuekit.model;

import java.util.List;
import java.util.Optional;

/** The lines of {@code fstab(5)}: those that are understood, and those that are not. */
public record Fstab(List<FstabEntry> entries, List<Malformed> malformed) {

    /** A line that mount(8) would not understand either; it never stops the others. */
    public record Malformed(int line, String text) {}

    public Fstab {
        entries = List.copyOf(entries);
        malformed = List.copyOf(malformed);
    }

    public Optional<FstabEntry> entryFor(String mountPoint) {
        return entries.stream().filter(it -> it.mountPoint().equals(mountPoint)).findFirst();
    }
}
