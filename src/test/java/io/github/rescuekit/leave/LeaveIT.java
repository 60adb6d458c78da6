package io.github.rescuekit.leave;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.github.rescuekit.LoopImage;
import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.Starter.Companion;
import io.github.rescuekit.installed.TestTree;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.Verdict;
import io.github.rescuekit.mount.BtrfsDefault;
import io.github.rescuekit.mount.Chroot;
import io.github.rescuekit.mount.DiskGuard;
import io.github.rescuekit.mount.FstabMounter;
import io.github.rescuekit.mount.Leftovers;
import io.github.rescuekit.mount.MountRecords;
import io.github.rescuekit.mount.SystemMounter.Access;
import io.github.rescuekit.repair.FileAttributes;
import io.github.rescuekit.repair.TargetAccess;
import io.github.rescuekit.repair.initramfs.TestInitramfs;
import io.github.rescuekit.session.DiskLock;
import io.github.rescuekit.session.DiskLocks;
import io.github.rescuekit.session.Jobs;
import io.github.rescuekit.session.Journal;
import io.github.rescuekit.session.SessionLog;
import io.github.rescuekit.session.TestJobs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Leaving a real filesystem, on it the files of a server that boots; the reboot alone is not real. */
class LeaveIT {

    private static final String UUID = "1ab000f2-0001-4000-8000-000000000000";

    @TempDir
    Path directory;

    private Path at;
    private SessionLog log;
    private FstabMounter mounter;
    private Departure departure;
    private List<String> mountsBefore = List.of();
    private int reboots;

    @BeforeEach
    void prepare() throws IOException {
        at = Files.createDirectory(directory.resolve("at"));
        log = new SessionLog(directory.resolve("log/rescuekit.log"));
        mountsBefore = mounts();
        DiskLocks locks = new DiskLocks(LoopImage.RUNNER, directory.resolve("locks"), "a test");
        mounter = new FstabMounter(
                LoopImage.TOOLS,
                LoopImage.RUNNER,
                LoopImage.RUNNER,
                MountRecords.of(Map.of("RESCUEKIT_RUN", directory.resolve("run").toString())),
                (disks, verb) -> hold(locks.lock(disks, verb)));
        TargetAccess targets = new TargetAccess(
                mounter,
                locks,
                new FileAttributes(LoopImage.RUNNER, LoopImage.TOOLS::has),
                new Chroot(LoopImage.RUNNER, LoopImage.RUNNER, root -> Optional.empty()),
                new BtrfsDefault(LoopImage.RUNNER),
                List::of);
        Jobs jobs = TestJobs.ofNobody(directory.resolve("jobs"));
        departure = new Departure(new Departure.Parts(
                LoopImage::machine,
                mounter,
                targets,
                locks,
                log,
                jobs,
                Leftovers::find,
                List::of,
                TestInitramfs.virtual(),
                () -> reboots++,
                new KexecTools(LoopImage.RUNNER, LoopImage.TOOLS)));
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        assertThat(mounts()).isEqualTo(mountsBefore);
        assertThat(reboots).isZero();
    }

    @Test
    void hasNoDoubtAboutAServerThatBootsAndChangesNoBlock() throws IOException {
        try (LoopImage disk = LoopImage.attach(dirty("UUID=" + UUID + " / ext4 defaults 0 1"))) {
            String before = disk.sha256();

            Outlook outlook = outlook(disk);

            assertThat(outlook.boot())
                    .as(outlook.boot().toString())
                    .allMatch(it -> it.verdict() == Verdict.HEALTHY)
                    .hasSizeGreaterThan(6);
            assertThat(outlook.login()).allMatch(it -> it.verdict() == Verdict.HEALTHY);
            assertThat(departure.leave(disk.blockDevice()).isDone()).isTrue();
            assertThat(disk.sha256()).isEqualTo(before);
        }
    }

    @Test
    void findsWhatStopsTheBootAndChangesNoBlock() throws IOException {
        String stale = "UUID=0ffba5ed-0000-4000-8000-000000000000 /srv ext4 defaults 0 2";
        try (LoopImage disk = LoopImage.attach(dirty("UUID=" + UUID + " / ext4 defaults 0 1\n" + stale))) {
            String before = disk.sha256();

            Outlook outlook = outlook(disk);

            assertThat(outlook.forbidsLeaving()).isTrue();
            assertThat(outlook.boot())
                    .filteredOn(it -> it.verdict() == Verdict.FAILED)
                    .extracting(LeaveVerdict::check)
                    .containsExactly("fstab");
            assertThat(disk.sha256()).isEqualTo(before);
        }
    }

    @Test
    void namesWhoHoldsWhatAndUnmountsWhenNobodyDoes() throws IOException {
        try (LoopImage disk = LoopImage.attach(server("UUID=" + UUID + " / ext4 defaults 0 1"))) {
            mounter.mount(LoopImage.machine(), disk.blockDevice(), at, Access.WRITABLE);
            try (Companion shell = LoopImage.RUNNER.start(Command.of("env", "--chdir=" + at.resolve("etc"), "cat"))) {
                assertThat(shell.ask("ready")).isEqualTo("ready");

                Departed held = departure.leave(disk.blockDevice());

                assertThat(held.exitCode()).isEqualTo(ExitCode.REFUSED);
                assertThat(held.unmounted()).isEmpty();
                assertThat(held.blockers()).singleElement().satisfies(it -> {
                    assertThat(it.guard()).contains("busy");
                    assertThat(it.happened())
                            .contains("process " + shell.pid() + " (cat) has its working directory at");
                });
                assertThat(at.resolve("etc/fstab")).exists();
            }

            Departed gone = departure.leave(disk.blockDevice());

            assertThat(gone.isDone()).as(gone.toString()).isTrue();
            assertThat(gone.unmounted()).containsExactly(disk.device() + " from " + at);
            assertThat(mounts()).isEqualTo(mountsBefore);
            assertThat(directory.resolve("run/mounts")).isEmptyDirectory();
            assertThat(directory.resolve("locks")).isEmptyDirectory();
        }
    }

    @Test
    void takesDownWhatWasReplayedInMemoryToTheLastLoopDevice() throws IOException {
        try (LoopImage disk = LoopImage.attach(dirty("UUID=" + UUID + " / ext4 defaults 0 1"))) {
            String before = disk.sha256();
            mounter.mount(LoopImage.machine(), disk.blockDevice(), at, Access.READ_ONLY);
            assertThat(LoopImage.run("losetup", "--list", "--noheadings", "--output", "BACK-FILE"))
                    .contains(directory + "/run/mounts");

            assertThat(departure.leave(disk.blockDevice()).isDone()).isTrue();

            assertThat(LoopImage.run("losetup", "--list", "--noheadings", "--output", "BACK-FILE"))
                    .doesNotContain(directory + "/run/mounts");
            assertThat(disk.sha256()).isEqualTo(before);
        }
    }

    @Test
    void namesAMountOfSomebodyElseAndLeavesItAlone() throws IOException {
        try (LoopImage disk = LoopImage.attach(server("UUID=" + UUID + " / ext4 defaults 0 1"))) {
            LoopImage.run("mount", "-t", "ext4", disk.device(), at.toString());
            try {
                Departed departed = departure.leave(disk.blockDevice());

                assertThat(departed.exitCode()).isEqualTo(ExitCode.REFUSED);
                assertThat(departed.blockers())
                        .extracting(Blocker::happened)
                        .containsExactly(disk.device() + " is mounted at " + at);
                assertThat(at.resolve("etc/fstab")).exists();
            } finally {
                LoopImage.unmount(at);
            }
        }
    }

    @Test
    void copiesTheSessionLogOnlyIntoASystemThatItChangedAndThatIsMountedForWriting() throws IOException {
        Path image = server("UUID=" + UUID + " / ext4 defaults 0 1");
        log.append("something that happened");
        try (LoopImage disk = LoopImage.attach(image)) {
            mounter.mount(LoopImage.machine(), disk.blockDevice(), at, Access.WRITABLE);
            assertThat(departure.leave(disk.blockDevice()).remarks())
                    .singleElement()
                    .asString()
                    .contains("stays in the rescue system");

            mounter.mount(LoopImage.machine(), disk.blockDevice(), at, Access.WRITABLE);
            Journal.below(at.resolve("var/lib"), Clock.systemUTC()).begin(new JsonObject());
            assertThat(departure.leave(disk.blockDevice()).remarks())
                    .singleElement()
                    .asString()
                    .contains("was copied to /var/lib/rescuekit/session-", "on " + disk.device());
        }
        LoopImage.mounted(
                image,
                "ext4",
                root -> assertThat(LoopImage.run(
                                "find", root + "/var/lib/rescuekit", "-name", "session-*.log", "-perm", "600"))
                        .endsWith(".log\n"));
    }

    private Outlook outlook(LoopImage disk) {
        Machine machine = LoopImage.machine();
        return departure.outlook(machine, machine.device(disk.device()).orElseThrow());
    }

    /** The image of a disk without a partition table, GRUB's boot code before the filesystem. */
    private Path server(String fstab) throws IOException {
        Path image = LoopImage.formatted(directory, "ext4", 128, "-U", UUID);
        LoopImage.mounted(image, "ext4", root -> BootableTree.write(tree(fstab), root));
        bootCode(image);
        return image;
    }

    /** The same as a power cut leaves it. */
    private Path dirty(String fstab) throws IOException {
        Path image = LoopImage.formatted(directory, "ext4", 128, "-U", UUID);
        List<Path> copies = new ArrayList<>();
        LoopImage.mounted(image, "ext4", root -> {
            BootableTree.write(tree(fstab), root);
            LoopImage.run("sync", "--file-system", root.toString());
            copies.add(LoopImage.copy(image, "dirty"));
        });
        bootCode(copies.get(0));
        assertThat(LoopImage.run("dumpe2fs", "-h", copies.get(0).toString())).contains("needs_recovery");
        return copies.get(0);
    }

    private static TestTree tree(String fstab) {
        return BootableTree.of(UUID).file("/etc/fstab", fstab + "\n").directory("/var/lib");
    }

    private static void bootCode(Path image) throws IOException {
        LoopImage.overwrite(image, 0, BootableTree.bootCode());
    }

    private static List<String> mounts() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/mountinfo"));
    }

    private static DiskGuard.Hold hold(DiskLock lock) {
        return new DiskGuard.Hold() {

            @Override
            public void requireHeld() {
                lock.requireHeld();
            }

            @Override
            public void close() {
                lock.close();
            }
        };
    }
}
