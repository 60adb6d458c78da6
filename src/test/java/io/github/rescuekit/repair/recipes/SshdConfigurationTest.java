package io.github.rescuekit.repair.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.installed.TestTree;
import io.github.rescuekit.leave.BootableTree;
import io.github.rescuekit.model.Finding;
import io.github.rescuekit.model.Severity;
import io.github.rescuekit.repair.Choice;
import io.github.rescuekit.repair.Step;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SshdConfigurationTest {

    private static final String FILE = "/etc/ssh/sshd_config";
    private static final String DROP_IN = "/etc/ssh/sshd_config.d/50-site.conf";
    private static final String INCLUDE = "Include /etc/ssh/sshd_config.d/*.conf\n";
    private static final Step CHECK =
            new Step.RunProgram("/usr/sbin/sshd", List.of("-t"), List.of(), List.of(), Duration.ofMinutes(1));

    private final SshdConfiguration recipe = new SshdConfiguration();
    private final TestTree tree = BootableTree.of(StartingServer.ROOT)
            .program(
                    "/usr/sbin/sshd",
                    "\0include\0match\0port\0permitrootlogin\0passwordauthentication\0pubkeyauthentication\0"
                            + "kbdinteractiveauthentication\0usepam\0allowusers\0denyusers\0allowgroups\0x11forwarding\0");

    @Test
    void makesACommentOfALineThatSshdRefuses() {
        tree.file(DROP_IN, "X11Forwarding no\nPermitRotLogin yes\n");

        assertThat(diagnose())
                .containsExactly(new Finding(
                        "sshd-config",
                        Severity.CRITICAL,
                        "sshd does not start: it refuses its configuration",
                        List.of(DROP_IN + ":2: permitrotlogin yes (its sshd has no keyword 'permitrotlogin')"),
                        Optional.of("sshd-config")));
        assertThat(steps(Choice.DEFAULT))
                .containsExactly(
                        new Step.ReplaceFile(
                                DROP_IN,
                                FileText.of("X11Forwarding no\nPermitRotLogin yes\n"),
                                FileText.of("X11Forwarding no\n# rescuekit: PermitRotLogin yes\n")),
                        CHECK);
        TestRepair.repair(recipe, tree, Choice.DEFAULT);
    }

    @ParameterizedTest
    @CsvSource({
        "PermitRootLogin maybe, permitrootlogin cannot be maybe",
        "PasswordAuthentication, passwordauthentication has no value",
        "Port 70000, port cannot be 70000",
        "Port 0, port cannot be 0"
    })
    void findsAValueThatSshdRefuses(String line, String why) {
        tree.file(FILE, INCLUDE + line + "\n");

        assertThat(diagnose())
                .singleElement()
                .satisfies(it -> assertThat(it.evidence().get(0))
                        .startsWith(FILE + ":2: ")
                        .endsWith("(" + why + ")"));
        assertThat(repaired(FILE, Choice.DEFAULT)).isEqualTo(INCLUDE + "# rescuekit: " + line + "\n");
    }

    @Test
    void findsALineBelowAMatchToo() {
        tree.file(FILE, "Match User git\n  Nonsense yes\n");

        assertThat(repaired(FILE, Choice.DEFAULT)).isEqualTo("Match User git\n# rescuekit:   Nonsense yes\n");
    }

    @Test
    void letsRootInByItsKeyWhenNobodyElseGetsIn() {
        tree.file(DROP_IN, "PermitRootLogin no\n");

        assertThat(diagnose()).singleElement().satisfies(it -> {
            assertThat(it.title()).isEqualTo("The rules of sshd keep everybody out who can become root");
            assertThat(it.evidence()).startsWith(DROP_IN + ":1: permitrootlogin no");
        });
        assertThat(repaired(FILE, Choice.DEFAULT)).startsWith("PermitRootLogin prohibit-password\n" + INCLUDE);
    }

    @Test
    void letsRootInByPasswordWhenItHasNoKey() {
        tree.remove("/root/.ssh/authorized_keys")
                .file("/etc/shadow", "root:$6$salt$hash:20000:0:99999:7:::\n")
                .file(DROP_IN, "PasswordAuthentication no\n");

        assertThat(repaired(FILE, Choice.DEFAULT))
                .startsWith("PermitRootLogin yes\nPasswordAuthentication yes\n" + INCLUDE);
    }

    @Test
    void takesRootOutOfDenyUsersAndIntoAllowUsers() {
        tree.file(DROP_IN, "AllowUsers alice\nDenyUsers guest root\n");

        TestTree repaired = TestRepair.repair(recipe, tree, Choice.DEFAULT);

        assertThat(repaired.text(DROP_IN).orElseThrow().text())
                .isEqualTo("AllowUsers alice\n# rescuekit: DenyUsers guest root\n");
        assertThat(repaired.text(FILE).orElseThrow().text()).startsWith("DenyUsers guest\nAllowUsers root\n");
    }

    @Test
    void leavesTheRuleOfAServerThatLetsAnAdminIn() {
        tree.file(DROP_IN, "PermitRootLogin no\nPasswordAuthentication no\n")
                .file("/etc/passwd", "root:x:0:0::/root:/bin/bash\nalice:x:1000:1000::/home/alice:/bin/bash\n")
                .file("/etc/group", "sudo:x:27:alice\n")
                .file("/home/alice/.ssh/authorized_keys", "ssh-ed25519 AAAAkey alice\n")
                .owner("/home/alice/.ssh/authorized_keys", 1000, 1000);

        assertThat(diagnose()).isEmpty();
        assertThat(steps(Choice.DEFAULT)).isEmpty();
        assertThat(repaired(FILE, TestRepair.remedy("root-by-key")))
                .startsWith("PermitRootLogin prohibit-password\n" + INCLUDE);
        assertThat(repaired(FILE, TestRepair.remedy("root-by-password")))
                .startsWith("PermitRootLogin yes\nPasswordAuthentication yes\n" + INCLUDE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "# PermitRotLogin yes\n",
                "PORT 2222\nPermitRootLogin WITHOUT-PASSWORD\n",
                "PermitRootLogin yes\nPermitRootLogin no\n",
                "AllowUsers r* alice\n",
                "Match User git\n  PermitRootLogin no\n"
            })
    void findsNothingWhereRootGetsIn(String text) {
        tree.file(DROP_IN, text);

        assertThat(diagnose()).isEmpty();
        assertThat(steps(Choice.DEFAULT)).isEmpty();
    }

    @Test
    void cannotTellOfGroups() {
        tree.file(DROP_IN, "PermitRootLogin no\nAllowGroups ssh\n");

        assertThat(diagnose()).isEmpty();
        assertThat(recipe.unknowns(TestRepair.system(tree)))
                .containsExactly("whether sshd lets somebody in depends on allowgroups ssh");
    }

    @Test
    void asksNoProgramForKeywordsThatItCannotRead() {
        tree.program("/usr/sbin/sshd", "#!/bin/sh\n").file(DROP_IN, "PermitRotLogin yes\n");

        assertThat(diagnose()).isEmpty();
    }

    @Test
    void tellsWhyItDoesNotCheck() {
        tree.file(DROP_IN, "Port 0\n").remove("/etc/ssh/ssh_host_ed25519_key");
        assertThat(recipe.plan(TestRepair.system(tree), Choice.DEFAULT).warnings())
                .containsExactly(
                        "Not checked by 'sshd -t': it needs a host key first ('rescuekit repair ssh-host-keys').");

        tree.remove("/usr/sbin/sshd");
        assertThat(steps(Choice.DEFAULT)).doesNotContain(CHECK).hasSize(1);
    }

    private List<Finding> diagnose() {
        return recipe.diagnose(TestRepair.system(tree));
    }

    private List<Step> steps(Choice choice) {
        return recipe.plan(TestRepair.system(tree), choice).steps();
    }

    private String repaired(String path, Choice choice) {
        return TestRepair.repair(recipe, tree, choice).text(path).orElseThrow().text();
    }
}
