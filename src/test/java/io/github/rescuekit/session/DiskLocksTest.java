package io.github.rescuekit.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rescuekit.exec.Starter;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.RescueException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskLocksTest {

    private static final int CONFLICT = 75;

    @TempDir
    Path directory;

    private final Set<String> locked = new HashSet<>();
    private String disk = "";
    private String otherDisk = "";

    @BeforeEach
    void makeNodes() throws IOException {
        disk = Files.createFile(directory.resolve("sda")).toString();
        otherDisk = Files.createFile(directory.resolve("sdb")).toString();
    }

    @Test
    void tellsWhoComesSecondWhoIsThereForWhatSinceWhen() {
        try (DiskLock first = locks().lock(List.of(disk), "repair guest-agent-freeze")) {
            first.requireHeld();
            assertThatThrownBy(() -> locks().lock(List.of(disk), "undo"))
                    .isInstanceOfSatisfying(RescueException.class, e -> {
                        assertThat(e.exitCode()).isEqualTo(ExitCode.REFUSED);
                        assertThat(e.guard()).contains("locked");
                        assertThat(e.happened())
                                .contains(
                                        disk,
                                        "'rescuekit repair guest-agent-freeze'",
                                        "root on /dev/pts/1 from 203.0.113.7",
                                        "since 2");
                    });
        }
    }

    @Test
    void letsTheNextOneInAfterwards() {
        locks().lock(List.of(disk), "repair").close();

        assertThat(locks().holderOf(disk)).isEmpty();
        locks().lock(List.of(disk), "undo").close();
    }

    @Test
    void letsTheThreadThatHoldsItTakeItAgain() {
        DiskLocks locks = locks();
        DiskLock outer = locks.lock(List.of(disk), "repair");
        locks.lock(List.of(disk, otherDisk), "mount --write").close();

        outer.requireHeld();
        assertThat(locked).containsExactly(disk);
        assertThat(locks.holderOf(disk)).map(LockRecord::verb).contains("repair");
        outer.close();
        assertThat(locked).isEmpty();
    }

    @Test
    void refusesAnotherThreadOfTheSameProcess() throws InterruptedException {
        DiskLocks locks = locks();
        List<RescueException> refused = new ArrayList<>();
        try (DiskLock first = locks.lock(List.of(disk), "repair")) {
            first.requireHeld();
            Thread second = new Thread(() -> {
                try {
                    locks.lock(List.of(disk), "undo").close();
                } catch (RescueException e) {
                    refused.add(e);
                }
            });
            second.start();
            second.join();
        }
        assertThat(refused).hasSize(1);
    }

    @Test
    void locksAllOrNone() {
        try (DiskLock second = locks().lock(List.of(otherDisk), "fsck")) {
            second.requireHeld();
            assertThatThrownBy(() -> locks().lock(List.of(disk, otherDisk), "repair"))
                    .isInstanceOf(RescueException.class);
            assertThat(locked).containsExactly(otherDisk);
            assertThat(locks().holderOf(disk)).isEmpty();
        }
    }

    @Test
    void doesNotBlameAProcessThatIsGone() throws IOException {
        locked.add(disk);
        Files.createDirectories(directory.resolve("locks"));
        Files.writeString(
                directory.resolve("locks").resolve(disk.replace('/', '!') + ".json"),
                new LockRecord(Long.MAX_VALUE, "root", "repair", java.time.Instant.EPOCH).toJson());

        assertThatThrownBy(() -> locks().lock(List.of(disk), "undo"))
                .isInstanceOfSatisfying(
                        RescueException.class, e -> assertThat(e.happened()).contains("no Rescuekit"));
    }

    @Test
    void noticesThatTheLockWasLost() {
        DiskLock lock = locks().lock(List.of(disk), "repair");
        locked.clear();

        assertThatThrownBy(lock::requireHeld)
                .isInstanceOfSatisfying(
                        RescueException.class, e -> assertThat(e.guard()).contains("locked"));
        lock.close();
    }

    @Test
    void refusesADiskThatIsNotThere() {
        assertThatThrownBy(() -> locks().lock(List.of(directory.resolve("sdz").toString()), "repair"))
                .isInstanceOfSatisfying(
                        RescueException.class, e -> assertThat(e.guard()).contains("device-gone"));
    }

    private DiskLocks locks() {
        String who = DiskLocks.whoIsThere(
                Map.of("USER", "root", "SSH_TTY", "/dev/pts/1", "SSH_CLIENT", "203.0.113.7 50000 22"));
        return new DiskLocks(
                command -> {
                    List<String> words = new ArrayList<>(command.arguments());
                    return new Holder(words.get(words.indexOf("cat") - 1));
                },
                directory.resolve("locks"),
                who);
    }

    /** Behaves as flock(1) with cat(1) does. */
    private final class Holder implements Starter.Companion {

        private final String node;
        private final boolean won;

        Holder(String node) {
            this.node = node;
            this.won = locked.add(node);
        }

        @Override
        public long pid() {
            return 1;
        }

        @Override
        public boolean isAlive() {
            return won && locked.contains(node);
        }

        @Override
        public String ask(String line) {
            return won ? line : "";
        }

        @Override
        public int exitCode() {
            return won ? 0 : CONFLICT;
        }

        @Override
        public void close() {
            if (won) {
                locked.remove(node);
            }
        }
    }
}
