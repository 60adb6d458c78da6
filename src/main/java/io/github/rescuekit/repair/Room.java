package io.github.rescuekit.repair;

import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.mount.LastBlocks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Measures before the first write: an undo needs room as well. */
final class Room {

    private static final Bytes FOR_THE_JOURNAL = Bytes.kib(256);
    private static final Bytes GIVEN_TO_NOBODY = Bytes.mib(16);
    private static final Bytes FOR_A_BOOT_AREA = Bytes.mib(2);
    private static final Bytes FOR_EACH_STEP = Bytes.kib(16);

    private Room() {}

    static void require(Plan plan, TargetReader reader, Path journal) {
        Bytes needed = needed(plan, reader);
        require(needed.plus(replacedByCopies(plan, reader)), existing(journal), "the journal in " + journal);
        plan.steps().forEach(step -> require(step, needed, reader));
        requireForCopied(plan, needed, reader);
        requireForMoved(plan, reader);
    }

    /** What a repair moved away, to make room, may have filled its filesystem to the last block. */
    static void makeForUndo(List<StepRecord> steps, TargetReader reader, Path journal) {
        Bytes needed = FOR_THE_JOURNAL;
        Set<Path> directories = new LinkedHashSet<>(Set.of(journal));
        for (StepRecord record : steps) {
            if (record.step() instanceof Step.MoveFile it) {
                needed = needed.plus(reader.sizeOf(it.newPath())).plus(FOR_EACH_STEP);
                directories.add(reader.directoryFor(it.path()));
            }
        }
        for (Path directory : directories) {
            if (needed.isMoreThan(free(directory))) {
                LastBlocks.giveToRoot(directory);
            }
        }
    }

    private static Bytes replacedByCopies(Plan plan, TargetReader reader) {
        return copies(plan)
                .map(it -> reader.sizeOf(it.path()).plus(FOR_EACH_STEP))
                .reduce(Bytes.ZERO, Bytes::plus);
    }

    private static Stream<Step.CopyFile> copies(Plan plan) {
        return plan.steps().stream().filter(Step.CopyFile.class::isInstance).map(Step.CopyFile.class::cast);
    }

    // A kernel is large, and an EFI system partition small: what is really added there counts. A file that is replaced
    // lies beside its old content until it is renamed.
    private static void requireForCopied(Plan plan, Bytes others, TargetReader reader) {
        Map<Long, List<Step.CopyFile>> filesystems = copies(plan)
                .collect(Collectors.groupingBy(
                        it -> reader.deviceOf(existing(reader.directoryFor(it.path()))),
                        LinkedHashMap::new,
                        Collectors.toList()));
        filesystems.values().forEach(copies -> {
            Path directory = existing(reader.directoryFor(copies.get(0).path()));
            require(directory, reader.pathOf(directory), roomFor(copies, reader).plus(others), reader);
        });
    }

    private static Bytes roomFor(List<Step.CopyFile> copies, TargetReader reader) {
        long more = 0;
        long twice = 0;
        for (Step.CopyFile copy : copies) {
            long before = reader.sizeOf(copy.path()).count();
            long after = reader.sizeOf(copy.from()).count();
            more += Math.max(0, after - before) + FOR_EACH_STEP.count();
            twice = Math.max(twice, Math.min(before, after));
        }
        return new Bytes(more + twice);
    }

    // Those that make the room need none where they are.
    private static void requireForMoved(Plan plan, TargetReader reader) {
        Map<Path, Bytes> needed = new LinkedHashMap<>();
        for (Step step : plan.steps()) {
            if (step instanceof Step.MoveFile it) {
                needed.merge(
                        existing(reader.directoryFor(it.newPath())),
                        reader.sizeOf(it.path()).plus(FOR_EACH_STEP),
                        Bytes::plus);
            }
        }
        needed.forEach((directory, sum) -> require(directory, reader.pathOf(directory), sum, reader));
    }

    private static void require(Step step, Bytes needed, TargetReader reader) {
        if (step instanceof Step.RunProgram it) {
            // What it makes anew lies beside the old until it is complete.
            reader.writableFor(it.changes())
                    .forEach(directory -> require(
                            reader.locate(directory),
                            directory,
                            sizeBelow(directory, it, reader).plus(FOR_EACH_STEP),
                            reader));
        } else if (!(step instanceof Step.WriteBootArea
                || step instanceof Step.SetDefaultSubvolume
                || step instanceof Step.CopyFile)) {
            require(existing(reader.directoryFor(step.path())), step.path(), needed, reader);
        }
    }

    private static Bytes sizeBelow(String directory, Step.RunProgram step, TargetReader reader) {
        return reader.sizeOfAll(step.changes().stream()
                .filter(it -> it.startsWith(directory + "/") || it.equals(directory))
                .toList());
    }

    private static void require(Path directory, String path, Bytes needed, TargetReader reader) {
        if (reader.isReadOnly(directory)) {
            throw RescueException.refused(
                    "read-only",
                    "the filesystem of " + path + " is read-only",
                    "see why ('rescuekit mounts', 'dmesg'), then mount it for writing; nothing was changed");
        }
        require(needed, directory, path);
    }

    // Each file three times at most: the undo copy, the new file, and the old one on its way back.
    private static Bytes needed(Plan plan, TargetReader reader) {
        Bytes sum = FOR_THE_JOURNAL;
        for (Step step : plan.steps()) {
            sum = sum.plus(FOR_EACH_STEP).plus(needed(step, reader));
        }
        return sum;
    }

    private static Bytes needed(Step step, TargetReader reader) {
        if (step instanceof Step.RunProgram it) {
            return reader.sizeOfAll(it.changes()).plus(new Bytes(it.disks().size() * FOR_A_BOOT_AREA.count()));
        }
        if (step instanceof Step.WriteBootArea
                || step instanceof Step.SetDefaultSubvolume
                || step instanceof Step.CopyFile
                || step instanceof Step.MoveFile) {
            return Bytes.ZERO;
        }
        Bytes size = reader.sizeOf(step.path());
        return size.plus(size).plus(newSize(step));
    }

    private static Bytes newSize(Step step) {
        if (step instanceof Step.ReplaceFile it) {
            return new Bytes(it.after().bytes().length);
        }
        if (step instanceof Step.ReplaceSecrets it) {
            return new Bytes(it.after().bytes().length);
        }
        return step instanceof Step.CreateFile it ? new Bytes(it.content().bytes().length) : Bytes.ZERO;
    }

    private static void require(Bytes needed, Path directory, String what) {
        Bytes free = free(directory);
        if (needed.isMoreThan(free) && LastBlocks.giveToRoot(directory)) {
            free = new Bytes(directory.toFile().getFreeSpace());
        }
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
