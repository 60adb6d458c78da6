package io.github.rescuekit.mount;

import io.github.rescuekit.mount.SystemMounter.Access;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What was mounted for work, on file, so that a later process can take it down, also when this one was killed halfway.
 *
 * @param at the directory where the system is
 * @param directoryIsOurs the directory was made for it
 * @param rootDevice the path of the device that holds the root
 * @param disks the whole disks that are written to; empty when none is
 * @param pid the process that mounted it
 * @param complete false while mounting goes on, and for ever when it was cut off
 * @param mounts in the order in which they were made; each stands here before it is made
 * @param verdicts as they were found
 */
record MountRecord(
        Path at,
        boolean directoryIsOurs,
        String rootDevice,
        List<String> disks,
        Access access,
        long pid,
        Instant since,
        boolean complete,
        List<Made> mounts,
        List<Recorded> verdicts,
        List<String> incomplete) {

    /**
     * One mount of ours.
     *
     * @param source the device, or the file behind a loop device, or the kind of what is no device; empty for a bind mount
     */
    record Made(Path at, String source) {}

    /** An {@link FstabVerdict}, its device by path. */
    record Recorded(
            int line, String source, String mountPoint, FstabVerdict.Action action, String device, String reason) {}

    MountRecord {
        disks = List.copyOf(disks);
        mounts = List.copyOf(mounts);
        verdicts = List.copyOf(verdicts);
        incomplete = List.copyOf(incomplete);
    }

    static MountRecord begin(Path at, boolean directoryIsOurs, String rootDevice, List<String> disks, Access access) {
        return new MountRecord(
                at,
                directoryIsOurs,
                rootDevice,
                disks,
                access,
                ProcessHandle.current().pid(),
                Instant.now(),
                false,
                List.of(),
                List.of(),
                List.of());
    }

    MountRecord with(Made mount) {
        List<Made> more = new ArrayList<>(mounts);
        more.add(mount);
        return withMounts(more);
    }

    MountRecord withMounts(List<Made> changed) {
        return new MountRecord(
                at, directoryIsOurs, rootDevice, disks, access, pid, since, complete, changed, verdicts, incomplete);
    }

    MountRecord completed(List<FstabVerdict> found, List<String> missing) {
        List<Recorded> recorded = found.stream()
                .map(it -> new Recorded(
                        it.line(),
                        it.source(),
                        it.mountPoint(),
                        it.action(),
                        it.device().map(device -> device.path()).orElse(""),
                        it.reason()))
                .toList();
        return new MountRecord(
                at, directoryIsOurs, rootDevice, disks, access, pid, since, true, mounts, recorded, missing);
    }

    /** The process that began it still lives; another one that has its number now started later. */
    boolean isBeingMounted() {
        return !complete
                && ProcessHandle.of(pid)
                        .flatMap(process -> process.info().startInstant())
                        .filter(start -> start.isBefore(since))
                        .isPresent();
    }

    /** Its name in the directory of records: {@code mnt}, {@code mnt-web1}. */
    String name() {
        return at.toString().substring(1).replace("-", "--").replace('/', '-');
    }
}
