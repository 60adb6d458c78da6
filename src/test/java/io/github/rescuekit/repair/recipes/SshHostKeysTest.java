package io.github.rescuekit.repair.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rescuekit.installed.TestTree;
import io.github.rescuekit.leave.BootableTree;
import io.github.rescuekit.model.FileMode;
import io.github.rescuekit.model.Finding;
import io.github.rescuekit.model.Severity;
import io.github.rescuekit.repair.Choice;
import io.github.rescuekit.repair.Step;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SshHostKeysTest {

    private static final String KEY = "/etc/ssh/ssh_host_ed25519_key";
    private static final Step MADE = new Step.RunProgram(
            "/usr/bin/ssh-keygen",
            List.of("-A"),
            List.of("/etc/ssh/ssh_host_*_key*"),
            List.of(),
            Duration.ofMinutes(5));

    private final SshHostKeys recipe = new SshHostKeys();
    private final TestTree tree =
            BootableTree.of(StartingServer.ROOT).program("/usr/bin/ssh-keygen", "the system's own");

    @Test
    void makesKeysWhenThereIsNone() {
        tree.remove(KEY);

        assertThat(diagnose())
                .containsExactly(new Finding(
                        "ssh-host-keys",
                        Severity.CRITICAL,
                        "sshd does not start: it has no host key",
                        List.of("there is no /etc/ssh/ssh_host_*_key, and nothing makes one"),
                        Optional.of("ssh-host-keys")));
        assertThat(steps()).containsExactly(MADE);
        // What the program does.
        tree.file(KEY, "a new key").mode(KEY, 0_600);
        assertThat(diagnose()).isEmpty();
        assertThat(steps()).isEmpty();
    }

    @Test
    void makesAnEmptyKeyAnewThoughSomethingMakesMissingOnes() {
        tree.file(KEY, "").mode(KEY, 0_600).file("/usr/lib/systemd/system/sshd-keygen@.service", "[Service]\n");

        assertThat(diagnose())
                .singleElement()
                .satisfies(it -> assertThat(it.evidence()).containsExactly(KEY + ": mode 0600, 0 B"));
        assertThat(steps()).containsExactly(MADE);
    }

    @Test
    void closesAKeyThatOthersMayRead() {
        tree.mode(KEY, 0_644);

        assertThat(diagnose())
                .containsExactly(new Finding(
                        "ssh-host-keys",
                        Severity.CRITICAL,
                        "sshd does not start: it refuses every host key",
                        List.of(KEY + ": mode 0644, 5 B"),
                        Optional.of("ssh-host-keys")));
        assertThat(steps()).containsExactly(new Step.SetMode(KEY, new FileMode(0_644), new FileMode(0_600)));
        TestRepair.repair(recipe, tree, Choice.DEFAULT);
    }

    @Test
    void warnsOfOneKeyOfSeveral() {
        tree.file("/etc/ssh/ssh_host_rsa_key", "a key").mode("/etc/ssh/ssh_host_rsa_key", 0_640);

        assertThat(diagnose()).extracting(Finding::severity).containsExactly(Severity.WARNING);
        TestRepair.repair(recipe, tree, Choice.DEFAULT);
    }

    @Test
    void findsNothingOnAHealthySystem() {
        assertThat(diagnose()).isEmpty();
        assertThat(steps()).isEmpty();
    }

    // EL makes its keys at the first boot, and gives them to a group.
    @Test
    void findsNothingWhereABootMakesThemOrAGroupHasThem() {
        tree.mode(KEY, 0_640).owner(KEY, 0, 998);
        assertThat(diagnose()).isEmpty();

        tree.remove(KEY).file("/usr/lib/systemd/system/sshd-keygen@.service", "[Service]\n");
        assertThat(diagnose()).isEmpty();
        assertThat(steps()).isEmpty();
    }

    @Test
    void findsNothingWithoutAServer() {
        tree.remove(KEY).remove("/usr/sbin/sshd");

        assertThat(diagnose()).isEmpty();
        assertThat(steps()).isEmpty();
    }

    @Test
    void refusesWhatTheProgramWouldNotMake() {
        tree.remove(KEY).file("/etc/ssh/sshd_config", "HostKey /srv/keys/mine\n");

        assertThatThrownBy(this::steps).hasMessageContaining("HostKey of sshd_config names files");
    }

    private List<Finding> diagnose() {
        return recipe.diagnose(TestRepair.system(tree));
    }

    private List<Step> steps() {
        return recipe.plan(TestRepair.system(tree), Choice.DEFAULT).steps();
    }
}
