package io.github.rescuekit.session;

import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.Starter;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.RescueException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Door 5: one writer a disk. A BSD lock on the whole-disk node decides, as systemd's "Locking Block Device Access"
 * describes; a record beside it only tells who holds it.
 */
public final class DiskLocks {

    private static final int CONFLICT = 75;
    // udev takes the same lock, shared and for moments, while it reads a disk.
    private static final String PATIENCE_SECONDS = "0.5";
    private static final String KNOCK = "held";

    /** A lock of this process, which only the thread that took it may take again. */
    private record Own(Starter.Companion holder, Thread thread, int uses) {

        Own usedAgain() {
            return new Own(holder, thread, uses + 1);
        }

        Own usedLess() {
            return new Own(holder, thread, uses - 1);
        }
    }

    private final Starter starter;
    private final Path directory;
    private final String who;
    private final Map<String, Own> own = new HashMap<>();

    /**
     * Locks disks through programs that live as long as the lock.
     *
     * @param directory where records are left, such as {@code /run/rescuekit/locks}
     * @param who the person in front of this process, for those who come second
     */
    public DiskLocks(Starter starter, Path directory, String who) {
        this.starter = starter;
        this.directory = directory;
        this.who = who;
    }

    /** {@code /run/rescuekit/locks}, or below {@code RESCUEKIT_RUN} where tests must not meet each other. */
    public static Path defaultDirectory(Map<String, String> environment) {
        return Path.of(environment.getOrDefault("RESCUEKIT_RUN", "/run/rescuekit"), "locks");
    }

    /** The person in front of this process, as far as the environment tells. */
    public static String whoIsThere(Map<String, String> environment) {
        String user = environment.getOrDefault("USER", "root");
        String terminal = Optional.ofNullable(environment.get("SSH_TTY"))
                .map(tty -> " on " + tty)
                .orElse("");
        return user
                + terminal
                + loggedInFrom(environment).map(it -> " from " + it).orElse("");
    }

    /** The address of the person's SSH client, such as {@code 203.0.113.7}; empty for a login that is not over SSH. */
    public static Optional<String> loggedInFrom(Map<String, String> environment) {
        return Optional.ofNullable(environment.get("SSH_CLIENT"))
                .or(() -> Optional.ofNullable(environment.get("SSH_CONNECTION")))
                .map(it -> it.split(" ", -1)[0])
                .filter(it -> !it.isEmpty());
    }

    /**
     * Locks all of the disks or none.
     *
     * @param disks whole-disk nodes such as {@code /dev/sda}
     * @param verb what for
     * @throws RescueException guard {@code locked}, with who holds it, for what, since when
     */
    public synchronized DiskLock lock(List<String> disks, String verb) {
        List<DiskLock.Held> held = new ArrayList<>();
        try {
            for (String disk : disks.stream().distinct().sorted().toList()) {
                held.add(new DiskLock.Held(disk, hold(disk, verb)));
            }
        } catch (RescueException e) {
            release(held);
            throw e;
        }
        return new DiskLock(held, this::release);
    }

    private Starter.Companion hold(String disk, String verb) {
        Own before = own.get(disk);
        if (before != null && before.thread().equals(Thread.currentThread())) {
            // What is locked for a repair may be mounted for that repair.
            own.put(disk, before.usedAgain());
            return before.holder();
        }
        Starter.Companion holder = lock(disk);
        own.put(disk, new Own(holder, Thread.currentThread(), 1));
        try {
            leaveRecord(disk, verb);
        } catch (RescueException e) {
            release(disk);
            throw e;
        }
        return holder;
    }

    private synchronized void release(List<DiskLock.Held> held) {
        held.forEach(one -> release(one.disk()));
    }

    private void release(String disk) {
        Own last = own.get(disk);
        if (last == null) {
            return;
        }
        if (last.uses() > 1) {
            own.put(disk, last.usedLess());
            return;
        }
        own.remove(disk);
        removeRecord(disk);
        last.holder().close();
    }

    /** Who works on the disk according to the record, when that process still lives. */
    public Optional<LockRecord> holderOf(String disk) {
        return record(disk).filter(LockRecord::isOfLivingProcess);
    }

    private Starter.Companion lock(String disk) {
        if (!Files.exists(Path.of(disk))) {
            throw RescueException.refused(
                    "device-gone", disk + " is not there", "see 'rescuekit disks' for what is plugged in now");
        }
        Starter.Companion holder = starter.start(Command.of(
                "flock",
                "--exclusive",
                "--timeout",
                PATIENCE_SECONDS,
                "--conflict-exit-code",
                String.valueOf(CONFLICT),
                disk,
                "cat"));
        if (holder.ask(KNOCK).equals(KNOCK)) {
            return holder;
        }
        int code = holder.exitCode();
        holder.close();
        throw code == CONFLICT ? heldByAnother(disk) : notLockable(disk, code);
    }

    private RescueException heldByAnother(String disk) {
        return holderOf(disk)
                .map(record -> RescueException.refused(
                        "locked",
                        disk + " is in use by " + record,
                        "wait until it has ended, or end it in its own terminal; nothing was changed"))
                .orElseGet(() -> RescueException.refused(
                        "locked",
                        "another program holds the lock on " + disk + ", and it is no Rescuekit that left its name",
                        "find it with 'lsof " + disk + "' or 'lslocks'; nothing was changed"));
    }

    private static RescueException notLockable(String disk, int code) {
        return new RescueException(
                ExitCode.TOOL_FAILED,
                "flock could not lock " + disk + " (code " + code + ")",
                "run 'flock --exclusive --nonblock " + disk + " true' by hand to see why; nothing was changed");
    }

    private void leaveRecord(String disk, String verb) {
        LockRecord record = new LockRecord(ProcessHandle.current().pid(), who, verb, Instant.now());
        Path temporary = recordOf(disk).resolveSibling(recordName(disk) + "." + record.pid());
        try {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
            Files.writeString(temporary, record.toJson(), StandardCharsets.UTF_8);
            Files.move(temporary, recordOf(disk), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new RescueException(
                            ExitCode.TOOL_FAILED,
                            "the record of the lock on " + disk + " could not be written to " + directory + ": "
                                    + Journal.reason(e),
                            "make room in /run, or point RESCUEKIT_RUN to another directory")
                    .causedBy(e);
        }
    }

    private Optional<LockRecord> record(String disk) {
        try {
            return LockRecord.parse(Files.readString(recordOf(disk), StandardCharsets.UTF_8));
        } catch (IOException e) {
            // The lock itself decides; without a record only the name of its holder is unknown.
            return Optional.empty();
        }
    }

    private void removeRecord(String disk) {
        try {
            Files.deleteIfExists(recordOf(disk));
        } catch (IOException e) {
            // A record without a living process is recognised as stale.
            System.getLogger(DiskLocks.class.getName()).log(System.Logger.Level.DEBUG, "record stays", e);
        }
    }

    private Path recordOf(String disk) {
        return directory.resolve(recordName(disk));
    }

    // /dev/cciss/c0d0 is one name.
    private static String recordName(String disk) {
        return disk.replaceFirst("^/dev/", "").replace('/', '!') + ".json";
    }
}
