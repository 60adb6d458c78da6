package io.github.rescuekit.repair.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.installed.TestTree;
import io.github.rescuekit.leave.BootableTree;
import io.github.rescuekit.model.FileMode;
import io.github.rescuekit.model.Finding;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.model.Severity;
import io.github.rescuekit.repair.Choice;
import io.github.rescuekit.repair.OwnRecipeTexts.Own;
import io.github.rescuekit.repair.Owner;
import io.github.rescuekit.repair.Recipe;
import io.github.rescuekit.repair.Step;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnRecipeTest {

    private static final String AGENT = """
            # The vendor's agent of 2019.
            cures = The old monitoring agent hangs the boot.
            severity = critical
            price = No graphs until the new agent is installed.
            warning = Tell the monitoring team.
            when = exists /etc/systemd/system/oldagent.service
            when = line /etc/oldagent.conf ^wait *= *forever$
            do = replace /etc/oldagent.conf ^wait *=
            | wait = 10
            | retries = 3
            do = comment /etc/oldagent.conf ^debug
            do = append /etc/oldagent.conf
            | # of the rescue
            do = create /etc/oldagent.d/off 0640
            | off
            do = remove /etc/systemd/system/multi-user.target.wants/oldagent.service
            """;

    private final TestTree tree = BootableTree.of(StartingServer.ROOT)
            .file("/etc/systemd/system/oldagent.service", "[Service]\n")
            .link(
                    "/etc/systemd/system/multi-user.target.wants/oldagent.service",
                    "/etc/systemd/system/oldagent.service")
            .file("/etc/oldagent.conf", "debug = yes\nwait = forever\nhost = a\n");

    @Test
    void findsItWhenAllConditionsHoldAndShowsTheirEvidence() {
        assertThat(recipe(AGENT).diagnose(system()))
                .containsExactly(new Finding(
                        "old-agent",
                        Severity.CRITICAL,
                        "The old monitoring agent hangs the boot.",
                        List.of(
                                "/etc/systemd/system/oldagent.service is there",
                                "/etc/oldagent.conf:2: wait = forever"),
                        Optional.of("old-agent")));
    }

    @Test
    void plansExactlyItsSteps() {
        assertThat(recipe(AGENT).plan(system(), Choice.DEFAULT).steps())
                .containsExactly(
                        new Step.ReplaceFile(
                                "/etc/oldagent.conf",
                                FileText.of("debug = yes\nwait = forever\nhost = a\n"),
                                FileText.of("""
                                        # rescuekit: debug = yes
                                        wait = 10
                                        retries = 3
                                        host = a
                                        # of the rescue
                                        """)),
                        new Step.MakeDirectory("/etc/oldagent.d", new FileMode(0_755)),
                        new Step.CreateFile("/etc/oldagent.d/off", FileText.of("off\n"), new FileMode(0_640)),
                        new Step.RemoveFile("/etc/systemd/system/multi-user.target.wants/oldagent.service"));
    }

    @Test
    void findsNothingAfterItsRepair() {
        TestRepair.repair(recipe(AGENT), tree, Choice.DEFAULT);
    }

    @Test
    void isSilentWhenOneConditionDoesNotHold() {
        tree.file("/etc/oldagent.conf", "wait = 5\n");

        assertThat(recipe(AGENT).diagnose(system())).isEmpty();
        assertThat(recipe(AGENT).plan(system(), Choice.DEFAULT).steps()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "missing /etc/gone, true",
        "missing /etc/oldagent.conf, false",
        "exists /etc/gone, false",
        "no-line /etc/oldagent.conf ^port, true",
        "no-line /etc/oldagent.conf ^host, false",
        "no-line /etc/gone ^host, false",
        "link /sbin usr/sbin, true",
        "link /sbin usr/bin, false",
        "mode /root 0700, true",
        "mode /root 0755, false"
    })
    void knowsEachCondition(String condition, boolean holds) {
        Recipe recipe = recipe("cures = A test.\nwhen = " + condition + "\ndo = remove /etc/oldagent.conf\n");

        assertThat(recipe.diagnose(system())).hasSize(holds ? 1 : 0);
    }

    @Test
    void knowsTheOtherSteps() {
        Recipe recipe = recipe("""
                cures = A test.
                when = exists /etc/oldagent.conf
                do = rename /etc/oldagent.conf oldagent.conf.off
                do = mode /root 0750
                do = mode /tmp 1777
                do = owner /root 7:8
                do = directory /opt 0755
                do = link /etc/new /opt/x
                do = run /usr/sbin/update-grub --quiet now
                | /boot/grub/grub.cfg
                """);

        assertThat(recipe.plan(system(), Choice.DEFAULT).steps())
                .containsExactly(
                        new Step.RenameFile("/etc/oldagent.conf", "/etc/oldagent.conf.off"),
                        new Step.SetMode("/root", new FileMode(0_700), new FileMode(0_750)),
                        new Step.SetOwner("/root", Owner.ROOT, new Owner(7, 8)),
                        new Step.MakeDirectory("/opt", new FileMode(0_755)),
                        new Step.CreateLink("/etc/new", "/opt/x"),
                        new Step.RunProgram(
                                "/usr/sbin/update-grub",
                                List.of("--quiet", "now"),
                                List.of("/boot/grub/grub.cfg"),
                                List.of(),
                                Duration.ofMinutes(15)));
    }

    @Test
    void neitherShowsNorChangesWhatOthersMayNotRead() {
        tree.file("/etc/secret.conf", "password = swordfish\n").mode("/etc/secret.conf", 0_600);
        Recipe recipe = recipe("""
                cures = A test.
                when = line /etc/secret.conf ^password
                do = comment /etc/secret.conf ^password
                """);

        assertThat(recipe.diagnose(system()).get(0).evidence()).containsExactly("/etc/secret.conf:1");
        assertThatThrownBy(() -> recipe.plan(system(), Choice.DEFAULT))
                .isInstanceOf(RescueException.class)
                .hasMessageContaining("only its owner may read");
    }

    @Test
    void saysWhatItCannotSee() {
        InstalledSystem system =
                new StartingServer(tree).incomplete("/etc is not mounted").system();

        assertThat(recipe(AGENT).diagnose(system)).isEmpty();
        assertThat(recipe(AGENT).unknowns(system))
                .containsExactly(
                        "/etc/systemd/system/oldagent.service may not be seen: /etc is not mounted",
                        "/etc/oldagent.conf may not be seen: /etc is not mounted");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "cures = x; a recipe needs at least one 'when'",
                "color = red; there is no key 'color'",
                "severity = bad; a severity is critical, warning or note",
                "when = exists etc/x; needs an absolute path",
                "when = exists /etc/x y; is too much",
                "when = there /x; is no condition",
                "when = line /etc/x; needs a path and a regular expression",
                "when = line /etc/x [; is no regular expression",
                "do = erase /etc/x; is no step",
                "do = mode /etc/x 9; is no mode",
                "do = owner /etc/x root; is no UID:GID",
                "do = rename /etc/x a/b; without '/'",
                "do = append /etc/x; must follow below",
                "do = run /bin/x; must follow below",
                "| stray; is no KEY = VALUE",
                "nonsense; is no KEY = VALUE"
            })
    void namesTheLineThatIsWrong(String line, String message) {
        Recipe recipe = recipe("# a comment\n" + line + "\n");

        assertThatThrownBy(() -> recipe.plan(system(), Choice.DEFAULT))
                .isInstanceOf(RescueException.class)
                .hasMessageContaining("old-agent.recipe:2: ")
                .hasMessageContaining(message);
        assertThatThrownBy(() -> recipe.diagnose(system())).isInstanceOf(RescueException.class);
    }

    @Test
    void takesNoNameTwice() {
        Recipe recipe = OwnRecipes.of(List.of(new Own("ssh-key", AGENT, "")), List.of(new SshKey()))
                .get(0);

        assertThat(recipe.id()).isEqualTo("ssh-key-of-this-site");
        assertThat(recipe.cures()).contains("there is a recipe ssh-key already");
    }

    private InstalledSystem system() {
        return TestRepair.system(tree);
    }

    private static Recipe recipe(String text) {
        return OwnRecipes.of(List.of(new Own("old-agent", text, "")), List.of()).get(0);
    }
}
