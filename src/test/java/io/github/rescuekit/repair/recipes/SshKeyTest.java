package io.github.rescuekit.repair.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.installed.TestTree;
import io.github.rescuekit.leave.BootableTree;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.FileMode;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.repair.Choice;
import io.github.rescuekit.repair.Owner;
import io.github.rescuekit.repair.Step;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SshKeyTest {

    private static final String BLOB = "AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f";
    private static final String KEY = "ssh-ed25519 " + BLOB + " me@home";
    private static final String KEYS = "/root/.ssh/authorized_keys";
    private static final String OLD = "ssh-rsa AAAAold admin\n";

    private final SshKey recipe = new SshKey();
    private final TestTree tree = BootableTree.of("1-2-3")
            .file("/etc/passwd", "root:x:0:0:root:/root:/bin/bash\nalice:x:1000:1001::/home/alice:/bin/bash\n")
            .file(KEYS, OLD);

    @Test
    void addsTheKeyBehindThoseThatAreThere() {
        assertThat(steps(key(KEY)))
                .containsExactly(new Step.ReplaceFile(KEYS, FileText.of(OLD), FileText.of(OLD + KEY + "\n")));
        TestRepair.repair(recipe, tree, key(KEY));
    }

    @Test
    void makesTheFileWithTheModesAndTheOwnerThatSshdAsksFor() {
        tree.directory("/home/alice").owner("/home/alice", 1000, 1001);
        Owner alice = new Owner(1000, 1001);

        assertThat(steps(key(KEY, "alice")))
                .containsExactly(
                        new Step.MakeDirectory("/home/alice/.ssh", new FileMode(0_700)),
                        new Step.SetOwner("/home/alice/.ssh", Owner.ROOT, alice),
                        new Step.CreateFile(
                                "/home/alice/.ssh/authorized_keys", FileText.of(KEY + "\n"), new FileMode(0_600)),
                        new Step.SetOwner("/home/alice/.ssh/authorized_keys", Owner.ROOT, alice));
        TestRepair.repair(recipe, tree, key(KEY, "alice"));
    }

    @Test
    void closesTheWayToTheFile() {
        tree.mode("/root", 0_775).owner("/root/.ssh", 1000, 1000);

        assertThat(steps(key(KEY)))
                .contains(
                        new Step.SetOwner("/root/.ssh", new Owner(1000, 1000), Owner.ROOT),
                        new Step.SetMode("/root", new FileMode(0_775), new FileMode(0_755)));
        TestRepair.repair(recipe, tree, key(KEY));
    }

    @Test
    void writesToTheFileThatSshdReads() {
        tree.file("/etc/ssh/sshd_config", "AuthorizedKeysFile /etc/ssh/keys/%u .ssh/authorized_keys\n");

        assertThat(steps(key(KEY)))
                .containsExactly(
                        new Step.MakeDirectory("/etc/ssh/keys", new FileMode(0_755)),
                        new Step.CreateFile("/etc/ssh/keys/root", FileText.of(KEY + "\n"), new FileMode(0_600)));
    }

    @Test
    void opensAKeyThatACommandCloses() {
        tree.file(KEYS, "command=\"echo 'Please login as debian'\" " + KEY + "\n");

        assertThat(TestRepair.repair(recipe, tree, key(KEY)).node(KEYS).content())
                .isEqualTo(KEY + "\n");
    }

    @Test
    void writesOptionsOnlyWhenTold() {
        Choice from = new Choice(
                Optional.empty(), List.of(), Map.of("key", KEY, "options", "from=\"192.0.2.1\""), Optional.empty());

        assertThat(TestRepair.repair(recipe, tree, from).node(KEYS).content())
                .isEqualTo(OLD + "from=\"192.0.2.1\" " + KEY + "\n");
    }

    @Test
    void hasNothingToDoWhenTheKeyIsThereUnderAnotherComment() {
        tree.file(KEYS, "ssh-ed25519 " + BLOB + " other\n");

        assertThat(steps(key(KEY))).isEmpty();
        assertThat(recipe.diagnose(TestRepair.system(tree))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-----BEGIN OPENSSH PRIVATE KEY-----",
                "ssh-dss AAAAB3NzaC1kc3MAAAAB me",
                "ssh-rsa " + BLOB,
                "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgME me",
                "ssh-ed25519 not-base64! me",
                "from=\"192.0.2.1\" ssh-ed25519 " + BLOB
            })
    void refusesWhatIsNoPublicKey(String line) {
        assertThatThrownBy(() -> steps(key(line))).isInstanceOfSatisfying(RescueException.class, e -> {
            assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE);
            assertThat(e.happened()).startsWith("this is no public key: ");
        });
    }

    @Test
    void refusesAnAccountWithoutAHome() {
        assertThatThrownBy(() -> steps(key(KEY, "alice"))).hasMessage("the home of alice, /home/alice, is not there");
        tree.file("/etc/ssh/sshd_config", "AuthorizedKeysFile none\n");
        assertThatThrownBy(() -> steps(key(KEY))).hasMessageContaining("AuthorizedKeysFile none");
    }

    private List<Step> steps(Choice choice) {
        return recipe.plan(TestRepair.system(tree), choice).steps();
    }

    private static Choice key(String line, String... accounts) {
        return new Choice(Optional.empty(), List.of(accounts), Map.of("key", line), Optional.empty());
    }
}
