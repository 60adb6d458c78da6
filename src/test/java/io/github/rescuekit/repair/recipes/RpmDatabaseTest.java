package io.github.rescuekit.repair.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.installed.Databases;
import io.github.rescuekit.installed.TestTree;
import io.github.rescuekit.model.Finding;
import io.github.rescuekit.repair.Choice;
import io.github.rescuekit.repair.Plan;
import io.github.rescuekit.repair.Step;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The states are those that rpm 4.18.0 of Debian 12 leaves when SIGKILL meets it at a call of rename(2), unlink(2) or
 * fdatasync(2) of {@code rpm --rebuilddb}; the real ones are in src/test/repairs/repairs-test.
 */
class RpmDatabaseTest {

    private static final String PLACE = "/var/lib/rpm";

    // Paths of the databases that hold as many packages as their content says.
    private static final Databases BY_CONTENT = (files, path, query) -> Databases.Answer.of(
            List.of(Map.of("packages", files.text(path).orElseThrow().text())));

    private final InterruptedPackages recipe = new InterruptedPackages(BY_CONTENT);

    @ParameterizedTest
    @ValueSource(strings = {"/var/lib/rpmrebuilddb.5362", "/var/lib/rpmold.5362"})
    void makesADatabaseAnewThatIsInItsPlace(String leftover) {
        TestTree tree = tree().file(PLACE + "/rpmdb.sqlite", "312").file(leftover + "/rpmdb.sqlite", "0");

        assertThat(found(tree)).singleElement().satisfies(it -> {
            assertThat(it.title()).isEqualTo("A rebuild of rpm's database was interrupted");
            assertThat(it.evidence())
                    .containsExactly(
                            "/var/lib/rpm: packages in it: 312",
                            leftover + " of 1970-01-01T00:00:00Z: packages in it: 0");
            assertThat(it.recipe()).contains(recipe.id());
        });
        assertThat(plan(tree).steps()).containsExactly(remove(PLACE, leftover), rebuild(PLACE), ask(PLACE));
        Touched.requireOnlyWhatIsTold(recipe, plan(tree));
    }

    // Nothing is there, or the empty one that the first 'rpm -qa' made.
    @Test
    void bringsBackADatabaseThatWasRenamedAway() {
        TestTree tree = tree().file("/var/lib/rpmold.5433/rpmdb.sqlite", "312")
                .file("/var/lib/rpmrebuilddb.5433/rpmdb.sqlite", "312");

        assertThat(found(tree)).singleElement().satisfies(it -> {
            assertThat(it.title()).isEqualTo("rpm's database is not in its place: a rebuild of it was interrupted");
            assertThat(it.evidence()).startsWith("/var/lib/rpm: is not there");
            assertThat(it.recipe()).contains(recipe.id());
        });
        Step bringBack = new Step.RenameFile("/var/lib/rpmold.5433", PLACE);
        assertThat(plan(tree).steps())
                .containsExactly(bringBack, remove(PLACE, "/var/lib/rpmrebuilddb.5433"), rebuild(PLACE), ask(PLACE));
        Touched.requireOnlyWhatIsTold(recipe, plan(tree));

        tree.file(PLACE + "/rpmdb.sqlite", "0");
        assertThat(found(tree).get(0).evidence()).startsWith("/var/lib/rpm: packages in it: 0");
        assertThat(plan(tree).steps())
                .containsExactly(
                        new Step.RenameFile(PLACE, "/var/lib/rpmold.0"),
                        bringBack,
                        remove(PLACE, "/var/lib/rpmrebuilddb.5433", "/var/lib/rpmold.0"),
                        rebuild(PLACE),
                        ask(PLACE));
        Touched.requireOnlyWhatIsTold(recipe, plan(tree));
    }

    @Test
    void bringsBackTheOneOfTheRebuildThatWasCutOff() {
        TestTree tree = tree().file("/var/lib/rpmold.7/rpmdb.sqlite", "290")
                .file("/var/lib/rpmold.5433/rpmdb.sqlite", "312")
                .file("/var/lib/rpmrebuilddb.5433/rpmdb.sqlite", "312");

        assertThat(plan(tree).steps())
                .startsWith(
                        new Step.RenameFile("/var/lib/rpmold.5433", PLACE),
                        remove(PLACE, "/var/lib/rpmold.7", "/var/lib/rpmrebuilddb.5433"));

        tree.remove("/var/lib/rpmrebuilddb.5433/rpmdb.sqlite").remove("/var/lib/rpmrebuilddb.5433");
        assertThat(found(tree)).extracting(Finding::recipe).containsExactly(Optional.empty());
        assertThat(plan(tree).steps()).isEmpty();
    }

    // Packages were installed after rpm had made an empty one.
    @Test
    void leavesTwoDatabasesToAPerson() {
        TestTree tree = tree().file(PLACE + "/rpmdb.sqlite", "3")
                .file("/var/lib/rpmold.5433/rpmdb.sqlite", "312")
                .file("/var/lib/rpmrebuilddb.5433/rpmdb.sqlite", "312");

        assertThat(found(tree)).singleElement().satisfies(it -> {
            assertThat(it.title()).startsWith("rpm has two databases: ");
            assertThat(it.evidence())
                    .contains("/var/lib/rpm: packages in it: 3")
                    .last()
                    .asString()
                    .startsWith("next: see which one knows the packages ");
            assertThat(it.recipe()).isEmpty();
        });
        assertThat(plan(tree).steps()).isEmpty();
    }

    @Test
    void takesADatabaseThatNobodyCanAskForOneWithPackages() {
        InterruptedPackages blind = new InterruptedPackages(Databases.NONE);
        TestTree tree = tree().file(PLACE + "/rpmdb.sqlite", "0")
                .file("/var/lib/rpmold.5433/rpmdb.sqlite", "312")
                .file("/var/lib/rpmrebuilddb.5433/rpmdb.sqlite", "312");

        assertThat(blind.diagnose(TestRepair.system(tree))).singleElement().satisfies(it -> {
            assertThat(it.evidence()).startsWith("/var/lib/rpm: a database of 1 B, sqlite3 is not installed here");
            assertThat(it.recipe()).isEmpty();
        });
    }

    @Test
    void makesNothingAnewOutOfNothing() {
        TestTree tree =
                tree().file(PLACE + "/rpmdb.sqlite", "0").file("/var/lib/rpmrebuilddb.5433/rpmdb.sqlite", "312");

        assertThat(found(tree)).extracting(Finding::recipe).containsExactly(Optional.empty());
        assertThat(plan(tree).steps()).isEmpty();
    }

    // Fedora, EL 10 and SUSE. rpm would leave a directory in the place of the link.
    @Test
    void givesRpmTheDirectoryThatALinkLeadsTo() {
        String real = "/usr/lib/sysimage/rpm";
        TestTree tree = tree().file(real + "/rpmdb.sqlite", "312")
                .link(PLACE, "../../usr/lib/sysimage/rpm")
                .directory("/var/lib/rpmrebuilddb.5543");

        assertThat(plan(tree).steps())
                .containsExactly(remove(PLACE, "/var/lib/rpmrebuilddb.5543"), rebuild(real), ask(real));

        tree.remove("/var/lib/rpmrebuilddb.5543").directory("/usr/lib/sysimage/rpmrebuilddb.5543");
        assertThat(plan(tree).steps())
                .containsExactly(remove(real, "/usr/lib/sysimage/rpmrebuilddb.5543"), rebuild(real), ask(real));
        Touched.requireOnlyWhatIsTold(recipe, plan(tree));
    }

    @Test
    void bringsBackALinkThatWasRenamedAway() {
        String real = "/usr/lib/sysimage/rpm";
        TestTree tree = tree().file(real + "/rpmdb.sqlite", "312")
                .link("/var/lib/rpmold.5624", "../../usr/lib/sysimage/rpm")
                .file("/var/lib/rpmrebuilddb.5624/rpmdb.sqlite", "312");

        assertThat(plan(tree).steps())
                .containsExactly(
                        new Step.RenameFile("/var/lib/rpmold.5624", PLACE),
                        remove(PLACE, "/var/lib/rpmrebuilddb.5624"),
                        rebuild(real),
                        ask(real));
    }

    // The rebuilt one stands in the place of the link, whose directory is empty or not.
    @Test
    void removesALinkThatARebuildLeft() {
        TestTree tree =
                tree().file(PLACE + "/rpmdb.sqlite", "312").link("/var/lib/rpmold.5668", "../../usr/lib/sysimage/rpm");

        assertThat(plan(tree).steps())
                .containsExactly(new Step.RemoveFile("/var/lib/rpmold.5668"), rebuild(PLACE), ask(PLACE));
    }

    @Test
    void leavesADatabaseElsewhereToAPerson() {
        TestTree tree = tree().file("/data/rpm/rpmdb.sqlite", "312")
                .link(PLACE, "/data/rpm")
                .directory("/var/lib/rpmrebuilddb.5543");

        assertThat(found(tree)).singleElement().satisfies(it -> {
            assertThat(it.evidence())
                    .endsWith(
                            "next: rescuekit chroot --write -- rpm --rebuilddb, then remove /var/lib/rpmrebuilddb.5543");
            assertThat(it.recipe()).isEmpty();
        });
        assertThat(plan(tree).steps()).isEmpty();
    }

    // rpm 4.11 of CentOS 7 moves the files one by one, each in one act: the headers are there, the indexes are mixed.
    @Test
    void takesTheLocksOfBerkeleyDbAwayFirst() {
        TestTree tree = TestTree.of("centos-7")
                .file("/usr/bin/rpm", "")
                .file(PLACE + "/Packages", "headers")
                .file(PLACE + "/__db.001", "locks")
                .file("/var/lib/rpmrebuilddb.5362/Name", "index")
                .file("/var/lib/yum/transaction-all.2026-11-28.03:12.07", "install: a\n");

        assertThat(plan(tree).steps())
                .containsExactly(
                        new Step.RemoveFile(PLACE + "/__db.001"),
                        remove(PLACE, "/var/lib/rpmrebuilddb.5362"),
                        rebuild(PLACE),
                        ask(PLACE));
        assertThat(plan(tree).warnings()).hasSize(2);
        assertThat(plan(tree).afterBoot()).hasSize(2);
    }

    @Test
    void isSilentOnAWholeDatabaseAndOnNamesThatLookLikeThoseOfARebuild() {
        TestTree tree = tree().file(PLACE + "/rpmdb.sqlite", "312")
                .directory("/var/lib/rpm-state")
                .directory("/var/lib/rpmold.bak")
                .directory("/var/lib/rpm.old")
                .file("/var/lib/rpmrebuilddb.7", "no directory");

        assertThat(found(tree)).isEmpty();
        assertThat(plan(tree).steps()).isEmpty();
    }

    private static Step remove(String place, String... directories) {
        return run(
                "/bin/rm",
                Stream.concat(Stream.of("-r"), Arrays.stream(directories)).toList(),
                place + "*");
    }

    private static Step rebuild(String directory) {
        return run("/usr/bin/rpm", List.of("--rebuilddb", "--dbpath", directory), directory + "*");
    }

    private static Step ask(String directory) {
        return run("/usr/bin/rpm", List.of("--query", "--dbpath", directory, "rpm"), directory);
    }

    private static Step run(String program, List<String> arguments, String changes) {
        return new Step.RunProgram(program, arguments, List.of(changes), List.of(), Duration.ofMinutes(30));
    }

    private List<Finding> found(TestTree tree) {
        return recipe.diagnose(TestRepair.system(tree));
    }

    private Plan plan(TestTree tree) {
        return recipe.plan(TestRepair.system(tree), Choice.DEFAULT);
    }

    private static TestTree tree() {
        return TestTree.of("almalinux-9").file("/usr/bin/rpm", "");
    }
}
