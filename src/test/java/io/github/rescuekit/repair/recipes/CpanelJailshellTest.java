package io.github.rescuekit.repair.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.installed.TestTree;
import io.github.rescuekit.model.FileMode;
import io.github.rescuekit.model.Finding;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.model.Severity;
import io.github.rescuekit.repair.Choice;
import io.github.rescuekit.repair.Plan;
import io.github.rescuekit.repair.Step;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CpanelJailshellTest {

    private static final String CONFIG = "/var/cpanel/cpanel.config";
    private static final String CACHE = "/var/cpanel/cpanel.config.cache";
    private static final String ON_BOOT = "/var/cpanel/on_boot/rescuekit-jailshell";
    private static final String SCRIPT = """
            #!/bin/sh
            # Made by rescuekit; runs once, at the first boot after the rescue.
            /usr/local/cpanel/bin/whmapi1 set_tweaksetting key=jaildefaultshell value=0
            /usr/local/cpanel/scripts/update_users_jail
            /usr/local/cpanel/scripts/clear_orphaned_virtfs_mounts --clearall
            rm -f "$0"
            """;
    private static final Choice SHOPONE = TestRepair.remedy("off", "shopone");

    private final CpanelJailshell recipe = new CpanelJailshell();

    @Test
    void findsTheJailedShellThatABackupWouldHangOn() {
        assertThat(recipe.diagnose(TestRepair.system(cpanel())))
                .containsExactly(new Finding(
                        "cpanel-jailshell",
                        Severity.NOTE,
                        "cPanel jails accounts by bind mounts: one link of the chain that guest-agent-freeze repairs",
                        List.of(
                                CONFIG + ": jaildefaultshell=1",
                                "cPanel binds /usr, /var and others into a jail below /home/virtfs for accounts with"
                                        + " jailshell (shopone, blogtwo) and noshell (parked)"),
                        Optional.of("cpanel-jailshell")));
    }

    @Test
    void switchesTheDefaultOffAndLeavesEveryAccountAsItIs() {
        TestTree tree = cpanel().file(CACHE, "");
        String config = text(tree, CONFIG);

        assertThat(plan(tree, Choice.DEFAULT).steps())
                .containsExactly(
                        new Step.ReplaceFile(
                                CONFIG,
                                FileText.of(config),
                                FileText.of(config.replace("jaildefaultshell=1", "jaildefaultshell=0"))),
                        new Step.RemoveFile(CACHE),
                        new Step.MakeDirectory("/var/cpanel/on_boot", new FileMode(0755)),
                        new Step.CreateFile(ON_BOOT, FileText.of(SCRIPT), new FileMode(0755)));
        TestTree repaired = TestRepair.repair(recipe, tree, Choice.DEFAULT);
        assertThat(text(repaired, "/etc/passwd")).isEqualTo(text(tree, "/etc/passwd"));
    }

    @Test
    void switchesTheJailOfApacheOffAndHasItsConfigurationBuiltAgain() {
        TestTree tree = cpanel().file(CONFIG, "jailapache=1\njaildefaultshell=0\n");

        TestTree repaired = TestRepair.repair(recipe, tree, Choice.DEFAULT);

        assertThat(text(repaired, CONFIG)).isEqualTo("jailapache=0\njaildefaultshell=0\n");
        assertThat(text(repaired, ON_BOOT))
                .contains("scripts/rebuildhttpdconf\n", "scripts/restartsrv_httpd\n")
                .endsWith("rm -f \"$0\"\n");
    }

    @ParameterizedTest
    @CsvSource({"/var/spool/cron/shopone", "/var/spool/cron/crontabs/shopone"})
    void givesTheNamedAccountTheNormalShellInPasswdAndCrontab(String crontab) {
        String jobs = "SHELL=\"/usr/local/cpanel/bin/jailshell\"\n*/15 * * * * php -q cron.php\n";
        TestTree tree = cpanel().file(crontab, jobs).file("/var/spool/cron/blogtwo", jobs);

        TestTree repaired = TestRepair.repair(recipe, tree, SHOPONE);

        assertThat(text(repaired, "/etc/passwd"))
                .isEqualTo(text(tree, "/etc/passwd")
                        .replace("/home/shopone:/usr/local/cpanel/bin/jailshell", "/home/shopone:/bin/bash"));
        assertThat(text(repaired, crontab)).isEqualTo("SHELL=\"/bin/bash\"\n*/15 * * * * php -q cron.php\n");
        assertThat(text(repaired, "/var/spool/cron/blogtwo")).isEqualTo(jobs);
    }

    @ParameterizedTest
    @CsvSource({
        "'SHELL=/usr/local/cpanel/bin/jailshell', true",
        "'SHELL = ''/usr/local/cpanel/bin/jailshell''', true",
        "'#SHELL=\"/usr/local/cpanel/bin/jailshell\"', false",
        "'SHELL=\"/bin/bash\"', false",
        "'* * * * * /usr/local/cpanel/bin/jailshell -c true', false"
    })
    void changesOnlyTheLineOfACrontabThatStartsTheJail(String line, boolean changed) {
        TestTree tree = cpanel().file("/var/spool/cron/shopone", line + "\r\n* * * * * true");

        assertThat(text(TestRepair.repair(recipe, tree, SHOPONE), "/var/spool/cron/shopone"))
                .isEqualTo((changed ? "SHELL=\"/bin/bash\"" : line) + "\r\n* * * * * true");
    }

    @Test
    void changesAnAccountAlsoWhenTheDefaultIsOffAlready() {
        TestTree tree = cpanel().file(CONFIG, "jaildefaultshell=0\n");

        assertThat(plan(tree, Choice.DEFAULT).steps()).isEmpty();
        assertThat(plan(tree, SHOPONE).steps())
                .extracting(Step::path)
                .containsExactly("/etc/passwd", "/var/cpanel/on_boot", ON_BOOT);
    }

    @Test
    void doesNothingForAnAccountThatHasTheNormalShell() {
        TestTree tree = cpanel().file(CONFIG, "jaildefaultshell=0\n");

        assertThat(plan(tree, TestRepair.remedy("off", "devacct")).steps()).isEmpty();
    }

    @Test
    void neverGivesAShellToAnAccountThatHadNone() {
        assertThatThrownBy(() -> plan(cpanel(), TestRepair.remedy("off", "shopone", "parked")))
                .isInstanceOfSatisfying(RescueException.class, e -> {
                    assertThat(e.guard()).contains("no-shell");
                    assertThat(e.happened()).contains("parked", "a login that it never had");
                });
    }

    @ParameterizedTest
    @CsvSource({"root", "nobody", "shoptwo", "''", "../shopone"})
    void refusesWhatIsNoAccountOfCpanel(String name) {
        assertThatThrownBy(() -> plan(cpanel(), TestRepair.remedy("off", name)))
                .isInstanceOfSatisfying(
                        RescueException.class, e -> assertThat(e.next()).contains("shopone, blogtwo"));
    }

    @Test
    void refusesWhenBashIsNoValidShellThere() {
        assertThatThrownBy(() -> plan(cpanel().file("/etc/shells", "/bin/sh\n"), SHOPONE))
                .isInstanceOfSatisfying(
                        RescueException.class, e -> assertThat(e.guard()).contains("shell-not-listed"));
        assertThatThrownBy(() -> plan(cpanel().remove("/usr/bin/bash"), SHOPONE))
                .isInstanceOfSatisfying(
                        RescueException.class, e -> assertThat(e.happened()).contains("missing"));
    }

    @Test
    void saysThatItIsNotSufficientAloneAndWhatStays() {
        TestTree tree = cpanel().file("/var/cpanel/suspendinfo/blogtwo", "shell=/usr/local/cpanel/bin/jailshell\n")
                .file("/var/cpanel/feature_toggles/apachefpmjail", "");

        assertThat(plan(tree, SHOPONE).warnings())
                .containsExactly(
                        "This alone does not keep a backup from hanging the server: cPanel builds jails again for mail"
                                + " filters, cron jobs and Apache. Repair guest-agent-freeze as well.",
                        "Accounts without a shell have jails too, and stay as they are: parked",
                        "The account shopone sees the whole server from the next login on.",
                        "These accounts keep the jailed shell, because you did not name them: blogtwo",
                        "The account blogtwo is suspended; cPanel keeps its former shell aside, and that stays as it is.",
                        "PHP-FPM is jailed as well (/var/cpanel/feature_toggles/apachefpmjail); that stays as it is.",
                        "/home/virtfs stays as it is. Never remove it: while a jail is mounted, that removes the server's"
                                + " own files.");
    }

    @Test
    void neverTouchesVirtfs() {
        TestTree tree = cpanel().file("/home/virtfs/shopone/etc/passwd", "shopone:x:1001:1001::/home/shopone:x\n");

        assertThat(plan(tree, SHOPONE).steps()).noneMatch(step -> step.path().contains("virtfs"));
    }

    @Test
    void findsNothingOnOtherSystems() {
        assertThat(recipe.diagnose(TestRepair.system(TestTree.of("debian-12")))).isEmpty();
        assertThat(recipe.diagnose(TestRepair.system(LoopTree.on("debian-12")))).isEmpty();
        assertThat(recipe.diagnose(TestRepair.system(cpanel().remove("/usr/sbin/qemu-ga"))))
                .isEmpty();
        assertThat(recipe.diagnose(TestRepair.system(cpanel().file(CONFIG, "jaildefaultshell=0\n"))))
                .isEmpty();
        assertThat(plan(TestTree.of("debian-12"), SHOPONE).steps()).isEmpty();
    }

    private Plan plan(TestTree tree, Choice choice) {
        return recipe.plan(TestRepair.system(tree), choice);
    }

    private static TestTree cpanel() {
        return CpanelTree.on(TestTree.of("debian-12"));
    }

    private static String text(TestTree tree, String path) {
        return tree.text(path).orElseThrow().text();
    }
}
