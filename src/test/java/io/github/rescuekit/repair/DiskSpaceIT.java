package io.github.rescuekit.repair;

import static io.github.rescuekit.repair.TestFilesystem.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rescuekit.LoopImage;
import io.github.rescuekit.installed.ConfinedFiles;
import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.installed.InstalledSystems;
import io.github.rescuekit.installed.SystemTree;
import io.github.rescuekit.model.Finding;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.model.Severity;
import io.github.rescuekit.repair.recipes.DiskSpace;
import io.github.rescuekit.session.Journal;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A root that is really full, and another filesystem that takes what can go. */
class DiskSpaceIT {

    private static final String DEB = "var/cache/apt/archives/linux_6.1_amd64.deb";
    private static final long MIB = 1 << 20;
    private static final String LOG = "var/log/mail.log.1";

    @TempDir
    Path directory;

    private Path root = Path.of("/nowhere");
    private final DiskSpace recipe = new DiskSpace(device -> Optional.empty());

    private void make(String type) throws IOException {
        root = mounted(type, directory.resolve("target"));
        Files.createDirectories(root.resolve("etc"));
        Files.createDirectories(root.resolve("usr"));
        Files.createDirectories(root.resolve("var/lib"));
        Files.writeString(root.resolve("etc/os-release"), "ID=debian\nVERSION_ID=12\n");
        Files.writeString(
                root.resolve("etc/fstab"), "/dev/vda1 / ext4 defaults 0 1\n/dev/vdb1 /home btrfs defaults 0 2\n");
        mounted("btrfs", root.resolve("home"));
        allocate(DEB, 80 * MIB);
        allocate(LOG, 60 * MIB);
        run("setfattr", "-n", "user.note", "-v", "kept", root.resolve(LOG).toString());
        run("chown", "123:456", root.resolve(LOG).toString());
    }

    private Path mounted(String type, Path at) throws IOException {
        LoopImage.formatted(directory, type, 2048);
        Files.createDirectories(at);
        mount(type, at);
        return at;
    }

    private void mount(String type, Path at) {
        run("mount", "-t", type, "-o", "loop", directory.resolve(type + ".img").toString(), at.toString());
    }

    // As in a later rescue system.
    private void mountAgain() {
        unmount();
        mount("ext4", root);
        mount("btrfs", root.resolve("home"));
    }

    @AfterEach
    void unmount() {
        LoopImage.unmount(root.resolve("home"));
        LoopImage.unmount(root);
    }

    @Test
    void makesRoomAndBringsEverythingBack() throws IOException {
        make("ext4");
        assertThat(recipe.diagnose(system())).isEmpty();
        allocate("srv/data", root.toFile().getUsableSpace() - MIB);

        makesRoomAndBringsItBack();
    }

    @Test
    void makesRoomWhereNotEvenRootCanWrite() throws IOException {
        make("ext4");
        // The kernel itself keeps the last 16 MiB.
        allocate("srv/data", root.toFile().getFreeSpace() - 16 * MIB - MIB / 4);
        fill();
        assertThat(recipe.diagnose(system())).extracting(Finding::severity).containsExactly(Severity.CRITICAL);

        makesRoomAndBringsItBack();
    }

    private void fill() {
        byte[] block = new byte[4096];
        assertThatThrownBy(() -> {
                    try (OutputStream out = Files.newOutputStream(root.resolve("srv/rest"))) {
                        while (true) {
                            out.write(block);
                        }
                    }
                })
                .hasMessageContaining("No space left");
    }

    private void makesRoomAndBringsItBack() {
        String before = everything();
        Plan plan = recipe.plan(system(), Choice.DEFAULT);

        RepairRun.Applied applied = repair(plan);

        assertThat(applied.changed())
                .contains(
                        new Step.MoveFile("/" + DEB, "/home/rescuekit-kept/" + DEB),
                        new Step.MoveFile("/" + LOG, "/home/rescuekit-kept/" + LOG));
        assertThat(recipe.diagnose(system())).isEmpty();
        assertThat(root.resolve(DEB)).doesNotExist();
        assertThat(repair(plan).changed()).isEmpty();
        Journal journal = Journal.below(root.resolve("var/lib"), Clock.systemUTC());
        mountAgain();
        List.of("2", "1").forEach(run -> new Undo(writer()).undo(journal.run(run)));
        assertThat(everything()).isEqualTo(before);
        assertThat(root.resolve("home/rescuekit-kept")).doesNotExist();
    }

    @Test
    void refusesToFillAFilesystemThatHasNoRoomForTheJournal() throws IOException {
        make("xfs");
        allocate("srv/data", root.toFile().getFreeSpace() - MIB / 8);
        String before = everything();

        assertThat(recipe.diagnose(system())).extracting(Finding::severity).containsExactly(Severity.CRITICAL);
        assertThatThrownBy(() -> repair(recipe.plan(system(), Choice.DEFAULT)))
                .isInstanceOfSatisfying(
                        RescueException.class, e -> assertThat(e.guard()).contains("space"));
        assertThat(everything()).isEqualTo(before);
    }

    private InstalledSystem system() {
        return InstalledSystems.at(new ConfinedFiles(root), SystemTree.NO_MACHINE, Optional.empty(), List.of())
                .orElseThrow();
    }

    private SystemWriter writer() {
        return new SystemWriter(root, new ConfinedFiles(root), TestFilesystem.attributes());
    }

    private RepairRun.Applied repair(Plan plan) {
        Journal journal = Journal.below(root.resolve("var/lib"), Clock.systemUTC());
        return new RepairRun(journal, writer(), () -> {}, RepairRun.Listener.SILENT)
                .apply(
                        plan,
                        () -> recipe.diagnose(system()).stream()
                                .map(Finding::title)
                                .findFirst());
    }

    private void allocate(String path, long bytes) {
        Path file = root.resolve(path);
        run("mkdir", "--parents", file.resolveSibling("").toString());
        run("fallocate", "--length", Long.toString(bytes), file.toString());
    }

    /** Names, kinds, modes, owners, sizes, times and attributes; of the files that move their content as well. */
    private String everything() {
        StringBuilder everything = new StringBuilder(run(
                "find",
                root.toString(),
                "-not",
                "-path",
                root + "/var/lib*",
                "-type",
                "f",
                "-printf",
                "%P %m %U:%G %s %T@\n"));
        for (String path : List.of(DEB, LOG)) {
            everything
                    .append(run("sha256sum", root.resolve(path).toString()))
                    .append(run(
                            "getfattr",
                            "-d",
                            "--absolute-names",
                            root.resolve(path).toString()));
        }
        return everything.toString();
    }
}
