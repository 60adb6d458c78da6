package io.github.rescuekit.repair.fsck;

import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.RescueException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Finds room for undo copies. The device under repair is not mounted, so that every directory is on another filesystem. */
final class UndoPlace {

    // In a rescue system most of these are memory: filling it would stop everything.
    private static final Bytes RESERVE = Bytes.mib(128);
    private static final Set<String> MEMORY = Set.of("tmpfs", "ramfs", "rootfs");
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final List<Path> places;

    UndoPlace(List<Path> places) {
        this.places = List.copyOf(places);
    }

    /** A new directory's path below the named place, or below the usual one with the most room; it is not made yet. */
    Optional<Path> directoryFor(String device, Bytes needed, FsckOptions options) {
        if (options.withoutUndo() && options.undoPlace().isEmpty()) {
            return Optional.empty();
        }
        Optional<Path> place = options.undoPlace().map(named -> checked(named, needed));
        return place.or(() -> roomiest(needed)).map(it -> it.resolve(name(device)));
    }

    /** True when what lies there is gone after a reboot. */
    static boolean isInMemory(Path directory) {
        try {
            return MEMORY.contains(Files.getFileStore(existing(directory)).type());
        } catch (IOException e) {
            return true;
        }
    }

    private static String name(String device) {
        return "fsck-" + device.replaceFirst("^/dev/", "").replace('/', '!') + "-" + MOMENT.format(Instant.now());
    }

    private static Path checked(Path named, Bytes needed) {
        if (!Files.isDirectory(named)) {
            throw RescueException.usage(named + " is no directory", "name a directory with room for the undo copy");
        }
        if (needed.isMoreThan(room(named))) {
            throw new RescueException(
                    ExitCode.USAGE,
                    named + " has room for " + room(named) + ", the undo copy may need " + needed,
                    "name a directory with more room; '/dev/shm' and '/tmp' are memory in most rescue systems");
        }
        return named;
    }

    private Optional<Path> roomiest(Bytes needed) {
        return places.stream()
                .filter(place -> !needed.isMoreThan(room(place)))
                .max(Comparator.comparing(UndoPlace::room));
    }

    // The place itself may not be there yet; what counts is the filesystem that it would be on.
    private static Bytes room(Path place) {
        try {
            long usable = Files.getFileStore(existing(place)).getUsableSpace() - RESERVE.count();
            return new Bytes(Math.max(0, usable));
        } catch (IOException e) {
            return Bytes.ZERO;
        }
    }

    private static Path existing(Path place) {
        Path existing = place;
        while (!Files.isDirectory(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        return existing;
    }
}
