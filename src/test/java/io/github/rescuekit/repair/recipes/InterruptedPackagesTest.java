package io.github.rescuekit.repair.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.installed.Databases;
import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.installed.TestTree;
import io.github.rescuekit.model.Finding;
import io.github.rescuekit.repair.Choice;
import io.github.rescuekit.repair.Plan;
import io.github.rescuekit.repair.Step;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InterruptedPackagesTest {

    private static final String STATUS = "/var/lib/dpkg/status";

    private final InterruptedPackages recipe = new InterruptedPackages(Databases.NONE);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "install ok half-installed",
                "install ok unpacked",
                "install ok half-configured",
                "install ok triggers-awaited",
                "install ok triggers-pending",
                "install reinstreq installed"
            })
    void findsAPackageThatIsHalfDone(String status) {
        TestTree tree =
                tree().file(STATUS, "Package: a\nStatus: install ok installed\n\nPackage: b\nStatus: " + status + "\n");

        assertThat(found(tree).get(0).evidence())
                .startsWith(STATUS + ": b is " + status.substring(status.lastIndexOf(' ') + 1));
    }

    @Test
    void hasDpkgConfigureWhatIsUnpacked() {
        TestTree tree = tree().file("/usr/bin/dpkg", "")
                .file(STATUS, "Package: b\nStatus: install ok unpacked\n")
                .directory("/var/lib/dpkg/updates")
                .directory("/boot");

        assertThat(found(tree)).extracting(Finding::recipe).containsExactly(Optional.of("interrupted-packages"));
        assertThat(plan(tree).steps()).singleElement().isInstanceOfSatisfying(Step.RunProgram.class, it -> {
            assertThat(it.path()).isEqualTo("/usr/bin/dpkg");
            assertThat(it.arguments())
                    .containsExactly("--force-confdef", "--force-confold", "--configure", "--pending");
            assertThat(it.changes())
                    .contains("/etc", "/boot", "/var/lib/dpkg/status*", "/var/lib/dpkg/updates")
                    // Not there, and no reason to write to all of /var/lib.
                    .doesNotContain("/var/lib/ucf");
            assertThat(it.disks()).isEmpty();
        });
    }

    // dpkg --configure leaves it as it is.
    @ParameterizedTest
    @ValueSource(strings = {"install ok half-installed", "install reinstreq unpacked"})
    void leavesAPackageThatMustBeUnpackedAgainToAPerson(String status) {
        TestTree tree = tree().file("/usr/bin/dpkg", "")
                .file(STATUS, "Package: a\nStatus: install ok unpacked\n\nPackage: b\nStatus: " + status + "\n");

        assertThat(found(tree)).singleElement().satisfies(it -> {
            assertThat(it.recipe()).isEmpty();
            assertThat(it.evidence())
                    .contains(
                            "next: rescuekit chroot --write -- apt-get install --reinstall b, for they are not unpacked"
                                    + " as a whole");
        });
        assertThat(plan(tree).steps()).isEmpty();
    }

    @Test
    void findsChangesThatDidNotReachTheDatabase() {
        assertThat(found(tree().file("/var/lib/dpkg/updates/0001", "Package: a\n")))
                .hasSize(1);
    }

    @Test
    void findsTheLockOfPacman() {
        TestTree tree = tree().file("/var/lib/pacman/db.lck", "");

        assertThat(found(tree)).hasSize(1);
        assertThat(plan(tree).steps()).containsExactly(new Step.RemoveFile("/var/lib/pacman/db.lck"));
        assertThat(TestRepair.repair(recipe, tree, Choice.DEFAULT).exists("/var/lib/pacman/db.lck"))
                .isFalse();
    }

    // The names that yum 3.4 of CentOS 7 writes before it begins; it renames the first when all is done.
    @Test
    void findsATransactionOfYumAndTheLocksThatItLeft() {
        TestTree tree = TestTree.of("centos-7")
                .file("/var/lib/yum/transaction-all.2026-11-28.03:12.07", "install: a\nupdate: b\nerase: c\n")
                .file("/var/lib/yum/transaction-done.2026-11-28.03:12.07", "install: a\n")
                .file("/var/lib/rpm/Packages", "database")
                .file("/var/lib/rpm/__db.001", "locks")
                .file("/var/lib/rpm/__db.002", "locks");

        assertThat(found(tree))
                .extracting(Finding::title)
                .containsExactly(
                        "yum was interrupted: packages are half done",
                        "rpm may wait for ever: its locks are those of the yum that was interrupted");
        assertThat(found(tree).get(0).evidence())
                .startsWith("/var/lib/yum/transaction-all.2026-11-28.03:12.07: 1 of 3 steps are done");
        assertThat(found(tree)).extracting(Finding::recipe).containsExactly(Optional.empty(), Optional.of(recipe.id()));
        assertThat(plan(tree).steps())
                .containsExactly(
                        new Step.RemoveFile("/var/lib/rpm/__db.001"), new Step.RemoveFile("/var/lib/rpm/__db.002"));
        Touched.requireOnlyWhatIsTold(recipe, plan(tree));

        tree.remove("/var/lib/rpm/__db.001").remove("/var/lib/rpm/__db.002");
        assertThat(found(tree)).hasSize(1);
        assertThat(plan(tree).steps()).isEmpty();
    }

    @Test
    void findsADatabaseOfRpmThatIsEmpty() {
        TestTree tree = TestTree.of("opensuse-15")
                .file("/usr/lib/sysimage/rpm/Packages.db", "")
                .file("/var/adm/backup/rpmdb/Packages-20261127.gz", "copy");

        assertThat(found(tree)).singleElement().satisfies(it -> {
            assertThat(it.title()).isEqualTo("rpm's database is empty: it knows no package");
            assertThat(it.evidence())
                    .containsExactly(
                            "/usr/lib/sysimage/rpm/Packages.db is empty",
                            "a copy of the database: /var/adm/backup/rpmdb/Packages-20261127.gz");
        });
        assertThat(plan(tree).steps()).isEmpty();
    }

    private static final String HISTORY = "/var/lib/dnf/history.sqlite";

    private static InterruptedPackages lastOfDnf(Map<String, String> row) {
        return new InterruptedPackages((files, path, query) -> Databases.Answer.of(List.of(row)));
    }

    @Test
    void findsATransactionOfDnfThatHasNoEnd() {
        InstalledSystem system = TestRepair.system(TestTree.of("almalinux-9").file(HISTORY, "SQLite format 3\0"));

        assertThat(lastOfDnf(Map.of("id", "7", "begun", "2026-11-28 03:12:07")).diagnose(system))
                .singleElement()
                .satisfies(it -> {
                    assertThat(it.title()).isEqualTo("dnf was interrupted: packages may be half done");
                    assertThat(it.evidence())
                            .startsWith(HISTORY + ": transaction 7 of 2026-11-28 03:12:07 UTC has no end");
                    assertThat(it.recipe()).isEmpty();
                });
        assertThat(lastOfDnf(Map.of("id", "7", "begun", "2026-11-28 03:12:07", "dt_end", "1764300000"))
                        .diagnose(system))
                .isEmpty();
    }

    @Test
    void cannotTellOfDnfWhereNothingReadsItsHistory() {
        TestTree tree = TestTree.of("almalinux-9");

        assertThat(recipe.unknowns(TestRepair.system(tree))).isEmpty();
        assertThat(recipe.unknowns(TestRepair.system(tree.file(HISTORY, "SQLite format 3\0"))))
                .containsExactly("whether dnf was interrupted, " + HISTORY + " tells: sqlite3 is not installed here");
    }

    // The files of Berkeley DB are always there, and a finished transaction is renamed.
    @Test
    void isSilentOnAHealthyRpm() {
        TestTree tree = TestTree.of("centos-7")
                .file("/var/lib/rpm/Packages", "database")
                .file("/var/lib/rpm/__db.001", "no locks")
                .file("/var/lib/yum/transaction-all.2026-11-28.03:12.07.disabled", "install: a\n");

        assertThat(found(tree)).isEmpty();
        assertThat(plan(tree).steps()).isEmpty();
    }

    @Test
    void isSilentOnAHealthySystemAndOnLocksThatAreAlwaysThere() {
        TestTree tree = tree().file(STATUS, """
                        Package: a
                        Status: install ok installed

                        Package: b
                        Status: deinstall ok config-files
                        Description: says
                         Status: install ok unpacked
                        """)
                .file("/var/lib/dpkg/lock", "")
                .file("/var/lib/dpkg/lock-frontend", "")
                .file("/var/lib/dpkg/updates/tmp.i", "");

        assertThat(found(tree)).isEmpty();
        assertThat(plan(tree.file("/usr/bin/dpkg", "")).steps()).isEmpty();
        assertThat(found(TestTree.of("debian-12"))).isEmpty();
    }

    private List<Finding> found(TestTree tree) {
        return recipe.diagnose(TestRepair.system(tree));
    }

    private Plan plan(TestTree tree) {
        return recipe.plan(TestRepair.system(tree), Choice.DEFAULT);
    }

    private static TestTree tree() {
        return TestTree.of("debian-12");
    }
}
