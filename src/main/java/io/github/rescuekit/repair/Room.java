package io.github.rescuekit.repair;

import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.RescueException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Measures before the first write: an undo needs room as well. */
final class Room {

    private static final Bytes FOR_THE_JOURNAL = Bytes.kib(256);
    private static final Bytes GIVEN_TO_NOBODY = Bytes.mib(16);
    private static final Bytes FOR_EACH_STEP = Bytes.kib(16);

    private Room() {}

    static void require(Plan plan, TargetReader reader, Path journal) {
        Bytes needed = needed(plan, reader);
        require(needed, existing(journal), "the journal in " + journal);
        for (Step step : plan.steps()) {
            Path directory = existing(reader.directoryFor(step.path()));
            if (reader.isReadOnly(directory)) {
                throw RescueException.refused(
                        "read-only",
                        "the filesystem of " + step.path() + " is read-only",
                        "see why ('rescuekit mounts', 'dmesg'), then mount it for writing; nothing was changed");
            }
            require(needed, directory, step.path());
        }
    }

    // Each file three times at most: the undo copy, the new file, and the old one on its way back.
    private static Bytes needed(Plan plan, TargetReader reader) {
        Bytes sum = FOR_THE_JOURNAL;
        for (Step step : plan.steps()) {
            Bytes size = reader.sizeOf(step.path());
            sum = sum.plus(FOR_EACH_STEP).plus(size).plus(size).plus(newSize(step));
        }
        return sum;
    }

    private static Bytes newSize(Step step) {
        if (step instanceof Step.ReplaceFile it) {
            return new Bytes(it.after().bytes().length);
        }
        return step instanceof Step.CreateFile it ? new Bytes(it.content().bytes().length) : Bytes.ZERO;
    }

    private static void require(Bytes needed, Path directory, String what) {
        Bytes free = free(directory);
        if (needed.isMoreThan(free)) {
            throw RescueException.refused(
                    "space",
                    "the filesystem of " + what + " is full: " + needed + " are needed with the undo copies, " + free
                            + " are free, " + new Bytes(needed.count() - free.count()) + " are missing",
                    "remove or move something there ('rescuekit mount --write' makes it reachable); nothing was changed");
        }
    }

    // What is kept for root counts, but not all that statfs(2) calls free: ext4 gives its last 4096 blocks to nobody.
    private static Bytes free(Path directory) {
        long forRoot = directory.toFile().getFreeSpace() - GIVEN_TO_NOBODY.count();
        return new Bytes(Math.max(forRoot, directory.toFile().getUsableSpace()));
    }

    // A directory that an earlier step makes is on the filesystem of the one above it.
    private static Path existing(Path directory) {
        Path at = directory;
        while (!Files.isDirectory(at) && at.getParent() != null) {
            at = at.getParent();
        }
        return at;
    }
}
