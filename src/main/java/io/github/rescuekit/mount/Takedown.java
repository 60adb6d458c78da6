package io.github.rescuekit.mount;

import io.github.rescuekit.exec.Runner;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.MountEntry;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.mount.MountRecord.Made;
import io.github.rescuekit.mount.SystemMounter.Access;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Takes down what is on record, in reverse, and nothing else. Either all of it can go, or nothing is touched. */
final class Takedown {

    private static final int SHOWN_HOLDERS = 10;
    private static final Duration TIME_TO_LET_GO = Duration.ofSeconds(5);

    private final Mounter mounter;
    private final MountRecords records;
    private final DiskGuard guard;

    Takedown(Runner runner, MountRecords records, DiskGuard guard) {
        this.mounter = new Mounter(runner);
        this.records = records;
        this.guard = guard;
    }

    /** The mounts of the record that are there now, in the order in which they were made. */
    static List<Made> present(MountRecord record) {
        MountTable table = MountTable.now();
        List<MountEntry> left = new ArrayList<>(table.entries());
        List<Made> present = new ArrayList<>();
        for (Made made : record.mounts()) {
            Optional<MountEntry> entry =
                    left.stream().filter(it -> isOurs(it, made, record)).findFirst();
            entry.ifPresent(it -> {
                left.remove(it);
                present.add(made);
            });
        }
        return present;
    }

    /**
     * Unmounts and cleans up.
     *
     * @throws RescueException naming who holds what, or what somebody else has mounted there
     */
    void takeDown(MountRecord record) {
        if (record.isBeingMounted()) {
            throw RescueException.refused(
                    "mounting",
                    "process " + record.pid() + " is still mounting at " + record.at(),
                    "wait until it has ended");
        }
        try (DiskGuard.Hold hold = guard.lock(record.disks(), "umount " + record.at())) {
            hold.requireHeld();
            takeDownLocked(record);
        }
    }

    /** The same while this process holds the disks, or nobody can write to them. */
    void takeDownLocked(MountRecord record) {
        List<Made> present = present(record);
        requireNothingForeign(record, present);
        requireNoHolder(record, present);
        if (record.access() == Access.WRITABLE) {
            present.stream().filter(it -> !it.source().isEmpty()).forEach(it -> mounter.sync(it.at()));
        }
        MountRecord left = record;
        for (int i = present.size() - 1; i >= 0; i--) {
            unmount(present.get(i));
            left = left.withMounts(present.subList(0, i));
            records.write(left);
        }
        cleanUp(record);
    }

    // Nobody holds it, but the kernel lets go late: of the files of a program that has just ended, of a loop device
    // after the unmount that was the last use of it, and later still of its file.
    private void unmount(Made made) {
        long deadline = System.nanoTime() + TIME_TO_LET_GO.toNanos();
        while (System.nanoTime() < deadline) {
            if (!isAttached(made) && mounter.unmountUnlessBusy(made.at())) {
                return;
            }
            Pause.millis(10);
        }
        mounter.unmount(List.of(made.at()));
    }

    private static boolean isAttached(Made made) {
        return made.source().equals(ThrowAwayOverlay.KIND) && LoopDevices.isAttached(made.at());
    }

    private void cleanUp(MountRecord record) {
        try {
            Files.deleteIfExists(records.workDirectory(record));
            if (record.directoryIsOurs()) {
                Files.deleteIfExists(record.at());
            }
        } catch (IOException e) {
            throw new RescueException(
                            ExitCode.TOOL_FAILED,
                            "an empty directory could not be removed: " + e.getMessage(),
                            "everything is unmounted; remove it by hand")
                    .causedBy(e);
        } finally {
            records.delete(record);
        }
    }

    private static void requireNothingForeign(MountRecord record, List<Made> present) {
        List<MountEntry> below = new ArrayList<>(MountTable.now().atOrBelow(record.at()));
        present.forEach(made -> below.stream()
                .filter(it -> isOurs(it, made, record))
                .findFirst()
                .ifPresent(below::remove));
        if (!present.isEmpty() && !below.isEmpty()) {
            String where = below.get(below.size() - 1).mountPoint();
            throw RescueException.refused(
                    "foreign-mount",
                    below.stream().map(MountEntry::source).collect(Collectors.joining(", ")) + " was mounted at "
                            + where + " by somebody else",
                    "unmount it first (umount " + where + "), then try again; nothing was unmounted");
        }
    }

    private static void requireNoHolder(MountRecord record, List<Made> present) {
        List<Path> mountPoints = present.stream()
                .filter(it -> it.at().startsWith(record.at()))
                .map(Made::at)
                .toList();
        List<Holder> holders = mountPoints.isEmpty() ? List.of() : new Holders(record.at(), mountPoints).find();
        if (!holders.isEmpty()) {
            throw busy(record.at(), holders);
        }
    }

    private static RescueException busy(Path at, List<Holder> holders) {
        String named =
                holders.stream().limit(SHOWN_HOLDERS).map(Holder::toString).collect(Collectors.joining("; "));
        String more = holders.size() > SHOWN_HOLDERS ? "; and " + (holders.size() - SHOWN_HOLDERS) + " more" : "";
        return RescueException.refused(
                "busy",
                at + " is in use: " + named + more,
                "leave the directory in that shell or end the program, then try again; nothing was unmounted");
    }

    private static boolean isOurs(MountEntry entry, Made made, MountRecord record) {
        if (!entry.mountPoint().equals(made.at().toString())) {
            return false;
        }
        return switch (made.source()) {
            case ThrowAwayOverlay.KIND -> entry.type().startsWith("fuse");
            case "tmpfs" -> entry.type().equals("tmpfs");
            case "" -> record.mounts().stream().anyMatch(it -> !it.source().isEmpty() && isOf(entry, it.source()));
            default -> isOf(entry, made.source());
        };
    }

    private static boolean isOf(MountEntry entry, String source) {
        return entry.source().equals(source)
                || LoopDevices.backingFile(entry.source())
                        .filter(source::equals)
                        .isPresent()
                || isSameNode(entry.source(), source);
    }

    // /dev/mapper/vg0-root and /dev/dm-0 are one device.
    private static boolean isSameNode(String a, String b) {
        try {
            return a.startsWith("/dev/")
                    && b.startsWith("/dev/")
                    && Path.of(a).toRealPath().equals(Path.of(b).toRealPath());
        } catch (IOException e) {
            return false;
        }
    }
}
