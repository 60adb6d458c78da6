package io.github.rescuekit.repair.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.rescuekit.installed.TestTree;
import io.github.rescuekit.leave.BootableTree;
import io.github.rescuekit.model.Bytes;
import io.github.rescuekit.model.FileMode;
import io.github.rescuekit.model.Finding;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.model.Severity;
import io.github.rescuekit.mount.ExtCounts;
import io.github.rescuekit.repair.Choice;
import io.github.rescuekit.repair.Step;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiskSpaceTest {

    private static final String DEB = "/var/cache/apt/archives/linux-image_6.1_amd64.deb";
    private static final String LOG = "/var/log/nginx/access.log.1";
    private static final String JOURNAL = "/var/log/journal/0123/system@0005f1-9.journal";
    private static final FileMode FOR_ROOT = new FileMode(0_700);
    private static final ExtCounts FEW = new ExtCounts(Bytes.mib(10), Bytes.ZERO, 1_000, 500);

    private final TestTree tree = BootableTree.of(StartingServer.ROOT)
            .program("/usr/bin/apt-get", "apt")
            .file("/var/log/syslog", "s".repeat(300_000))
            .directory("/home");
    private final StartingServer server = new StartingServer(tree).fstabLine("/dev/vdb1 /home xfs defaults 0 2");
    private ExtCounts counts = FEW;
    private final DiskSpace recipe = new DiskSpace(device -> Optional.of(counts));

    @Test
    void findsAFullVarAndMovesTheLargestFilesUntilAPartIsFreeAgain() {
        fill();

        assertThat(diagnose())
                .containsExactly(new Finding(
                        "disk-space",
                        Severity.CRITICAL,
                        "/var is full: 10.0 KiB of 10.0 MiB can be used",
                        List.of(
                                "/var: of 10.0 MiB, root may still write 10.0 KiB, other programs 10.0 KiB",
                                "400.0 KiB: packages that can be fetched again (1), the largest " + DEB
                                        + " with 400.0 KiB: 'rescuekit chroot --write -- apt-get clean' drops them for"
                                        + " good",
                                "300.0 KiB: rotated logs (2), the largest " + LOG
                                        + " with 200.0 KiB: look at them, and remove what nobody needs",
                                "50.0 KiB: files of the journal that are complete (1), the largest " + JOURNAL
                                        + " with 50.0 KiB: 'rescuekit chroot --write -- journalctl --vacuum-size=200M'"
                                        + " drops them for good"),
                        Optional.of("disk-space")));
        assertThat(recipe.plan(server.system(), Choice.DEFAULT).steps())
                .containsExactly(
                        new Step.MakeDirectory("/home/rescuekit-kept", FOR_ROOT),
                        new Step.MakeDirectory("/home/rescuekit-kept/var", FOR_ROOT),
                        new Step.MakeDirectory("/home/rescuekit-kept/var/cache", FOR_ROOT),
                        new Step.MakeDirectory("/home/rescuekit-kept/var/cache/apt", FOR_ROOT),
                        new Step.MakeDirectory("/home/rescuekit-kept/var/cache/apt/archives", FOR_ROOT),
                        new Step.MakeDirectory("/home/rescuekit-kept/var/log", FOR_ROOT),
                        new Step.MakeDirectory("/home/rescuekit-kept/var/log/nginx", FOR_ROOT),
                        new Step.MoveFile(DEB, "/home/rescuekit-kept" + DEB),
                        new Step.MoveFile(LOG, "/home/rescuekit-kept" + LOG));
        TestTree repaired = server.repaired(recipe, Choice.DEFAULT);
        assertThat(repaired.node("/home/rescuekit-kept" + DEB).content()).hasSize(400 * 1024);
        assertThat(repaired.exists(JOURNAL)).isTrue();
    }

    @Test
    void movesWhereItIsTold() {
        fill();
        tree.directory("/srv").filesystem("/srv", Bytes.mib(10), Bytes.mib(8));

        assertThat(recipe.plan(server.system(), keep("/srv")).steps())
                .contains(new Step.MoveFile(DEB, "/srv/rescuekit-kept" + DEB));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/var/backups", "/nowhere", "/etc/fstab", "/srv"})
    void refusesAPlaceThatMakesNoRoom(String directory) {
        fill();
        tree.directory("/var/backups").directory("/srv").filesystem("/srv", Bytes.mib(1), Bytes.kib(900));

        assertThatThrownBy(() -> recipe.plan(server.system(), keep(directory)))
                .isInstanceOfSatisfying(
                        RescueException.class, e -> assertThat(e.guard()).contains("no-room"));
    }

    @Test
    void onlyTellsWhereThereIsNoOtherFilesystem() {
        fill();
        tree.filesystem("/", Bytes.gib(10), Bytes.mib(10 * 1024 - 600))
                .filesystem("/home", Bytes.mib(10), Bytes.mib(9));

        assertThat(diagnose()).singleElement().satisfies(it -> {
            assertThat(it.recipe()).isEmpty();
            assertThat(it.evidence().get(1)).contains("--set keep=DIR");
        });
        assertThat(recipe.plan(server.system(), Choice.DEFAULT).steps()).isEmpty();
    }

    @Test
    void tellsWhatIsKeptForRootAndWhichKernelsAreOld() {
        counts = new ExtCounts(Bytes.mib(10), Bytes.kib(512), 1_000, 500);
        server.withOlderKernel("6.1.0-9-amd64").withOlderKernel("5.10.0-3-amd64");
        tree.file("/usr/lib/modules/5.10.0-3-amd64/kernel/fs/xfs.ko", "x".repeat(700_000));
        withRoom();
        almostFill("/", Bytes.mib(20));

        assertThat(diagnose())
                .singleElement()
                .satisfies(it -> assertThat(it.evidence())
                        .contains(
                                "683.6 KiB: the modules of the old kernel 5.10.0-3-amd64: 'rescuekit chroot --write -- apt-get"
                                        + " purge linux-image-5.10.0-3-amd64' removes it",
                                "409.6 KiB: of 512.0 KiB that are kept for root: 'tune2fs -m 1 /dev/vda2' gives them to all"
                                        + " programs")
                        .anyMatch(
                                line -> line.startsWith("what was written to /var, /home while nothing was mounted")));
    }

    @Test
    void findsAFilesystemThatTakesNoMoreFiles() {
        withRoom();
        counts = new ExtCounts(Bytes.mib(10), Bytes.ZERO, 1_000, 0);

        assertThat(diagnose())
                .extracting(Finding::title, Finding::severity, Finding::recipe)
                .containsExactly(
                        tuple(
                                "/ takes hardly any more files: 0 of 1000 inodes are free",
                                Severity.CRITICAL,
                                Optional.empty()),
                        tuple(
                                "/var takes hardly any more files: 0 of 1000 inodes are free",
                                Severity.CRITICAL,
                                Optional.empty()));
    }

    @Test
    void findsNothingOnAHealthySystem() {
        withRoom();
        tree.file(DEB, "d".repeat(300_000)).file(LOG, "l".repeat(300_000));

        assertThat(diagnose()).isEmpty();
        assertThat(recipe.plan(server.system(), Choice.DEFAULT).steps()).isEmpty();
    }

    @Test
    void findsNothingWhereLittleOfAVeryLargeFilesystemIsLeft() {
        tree.filesystem("/", Bytes.gib(4_000), Bytes.gib(3_999));

        assertThat(diagnose()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/var/log/nginx/access.log",
                "/var/log/journal/0123/system.journal",
                "/var/log/journal/0123/user-1000.journal",
                "/var/log/mysql/mysql-bin.000001",
                "/var/lib/mysql/ibdata1",
                "/var/cache/apt/archives/lock",
                "/var/cache/apt/pkgcache.bin",
                "/home/user/old.log.1",
                "/etc/letsencrypt/archive/privkey.1"
            })
    void neverMovesWhatIsInUse(String path) {
        tree.file(path, "u".repeat(300_000));
        fill();

        assertThat(recipe.plan(server.system(), Choice.DEFAULT).steps())
                .noneMatch(it -> it.path().equals(path));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                DEB,
                JOURNAL,
                JOURNAL + "~",
                LOG,
                "/var/log/messages-20261101",
                "/var/log/syslog.2.gz",
                "/var/crash/202611280102/vmcore",
                "/var/lib/systemd/coredump/core.php.0.zst",
                "/var/cache/dnf/baseos-1/packages/kernel.rpm",
                "/var/cache/yum/x86_64/7/base/packages/kernel.rpm",
                "/var/cache/pacman/pkg/linux-6.1.pkg.tar.zst"
            })
    void movesWhatIsNot(String path) {
        fill();
        tree.file(path, "u".repeat(900_000));
        fillAgain();

        assertThat(recipe.plan(server.system(), Choice.DEFAULT).steps())
                .anyMatch(it -> it.equals(new Step.MoveFile(path, "/home/rescuekit-kept" + path)));
    }

    @Test
    void cannotTellOfAVarThatIsNotShown() {
        withRoom();
        server.incomplete("/var is not shown: gone");

        assertThat(recipe.unknowns(server.system()))
                .containsExactly("how full /var is cannot be told: /var is not shown: gone");
    }

    private List<Finding> diagnose() {
        return recipe.diagnose(server.system());
    }

    private static Choice keep(String directory) {
        return new Choice(Optional.empty(), List.of(), Map.of("keep", directory), Optional.empty());
    }

    private void withRoom() {
        tree.filesystem("/", Bytes.gib(1), Bytes.mib(1_000));
        List.of("/var", "/home").forEach(it -> tree.filesystem(it, Bytes.mib(10), Bytes.mib(2)));
    }

    private void fill() {
        tree.file(DEB, "d".repeat(400 * 1024))
                .file(LOG, "l".repeat(200 * 1024))
                .file("/var/log/auth.log.2.gz", "a".repeat(100 * 1024))
                .file(JOURNAL, "j".repeat(50 * 1024));
        withRoom();
        fillAgain();
    }

    private void fillAgain() {
        almostFill("/var", Bytes.mib(10));
    }

    // All but 10 KiB.
    private void almostFill(String mountPoint, Bytes total) {
        tree.filesystem(mountPoint, total, Bytes.ZERO);
        long free = tree.space(mountPoint).orElseThrow().free().count();
        tree.filesystem(mountPoint, total, new Bytes(free - 10 * 1024));
    }
}
