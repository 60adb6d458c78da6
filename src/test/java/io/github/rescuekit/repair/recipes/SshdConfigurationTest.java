package io.github.rescuekit.repair.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.installed.TestTree;
import io.github.rescuekit.leave.BootableTree;
import io.github.rescuekit.model.Finding;
import io.github.rescuekit.model.RescueNetwork;
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

    private final SshdConfiguration recipe = new SshdConfiguration(() -> RescueNetwork.UNKNOWN);
    private final TestTree tree = BootableTree.of(StartingServer.ROOT)
            .program(
                    "/usr/sbin/sshd",
                    "\0include\0match\0port\0permitrootlogin\0passwordauthentication\0pubkeyauthentication\0"
                            + "kbdinteractiveauthentication\0usepam\0allowusers\0denyusers\0allowgroups\0denygroups\0listenaddress\0x11forwarding\0");

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
    void takesRootIntoAllowGroupsAndOutOfDenyGroups() {
        tree.file(DROP_IN, "AllowGroups ssh\nDenyGroups guests ro?t\n")
                .file("/etc/group", "root:x:0:\nssh:x:1001:alice\n");

        assertThat(diagnose())
                .singleElement()
                .satisfies(it -> assertThat(it.evidence())
                        .contains("DenyGroups guests ro?t keeps root out, which is in the groups root"));
        TestTree repaired = TestRepair.repair(recipe, tree, Choice.DEFAULT);

        assertThat(repaired.text(DROP_IN).orElseThrow().text())
                .isEqualTo("AllowGroups ssh\n# rescuekit: DenyGroups guests ro?t\n");
        assertThat(repaired.text(FILE).orElseThrow().text()).startsWith("DenyGroups guests\nAllowGroups root\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"AllowGroups ssh root", "AllowGroups r*", "DenyGroups guests", "DenyGroups ssh"})
    void findsNothingWhereTheGroupsOfRootGetIn(String rule) {
        tree.file(DROP_IN, rule + "\n").file("/etc/group", "root:x:0:\nssh:x:1001:alice\n");

        assertThat(diagnose()).isEmpty();
        assertThat(recipe.unknowns(TestRepair.system(tree))).isEmpty();
    }

    @Test
    void cannotTellOfAddresses() {
        tree.file(DROP_IN, "PermitRootLogin no\nAllowUsers root@192.0.2.*\n");

        assertThat(diagnose()).isEmpty();
        assertThat(recipe.unknowns(TestRepair.system(tree)))
                .containsExactly("whether sshd lets somebody in depends on allowusers root@192.0.2.*");
    }

    @Test
    void knowsThatSshdByItselfTakesNoPasswordOfRoot() {
        tree.remove("/root/.ssh/authorized_keys").file("/etc/shadow", "root:$6$salt$hash:20000:0:99999:7:::\n");

        assertThat(diagnose()).singleElement().satisfies(it -> {
            assertThat(it.severity()).isEqualTo(Severity.CRITICAL);
            assertThat(it.evidence()).contains("no line sets PermitRootLogin: sshd's own default is prohibit-password");
        });
        assertThat(repaired(FILE, Choice.DEFAULT)).startsWith("PermitRootLogin yes\n" + INCLUDE);
    }

    // PAM refuses the password in any case, and another recipe opens that door.
    @Test
    void openingTheRulesOfSshdHelpsNobodyWhomPamKeepsOut() {
        tree.remove("/root/.ssh/authorized_keys").file("/etc/shadow", "root:$6$salt$hash:20000:0:99999:7:::\n");
        PamLockoutTest.withPam(tree).file("/etc/pam.d/common-auth", "auth required pam_gone.so\n");

        assertThat(diagnose()).isEmpty();
    }

    @Test
    void makesACommentOfAddressesThatTheMachineDoesNotHave() {
        tree.file(DROP_IN, "Port 22\nListenAddress 203.0.113.7:2222\nListenAddress [2001:db8::7]:22\n");
        SshdConfiguration here = at("203.0.113.9/24", "2001:db8::9/64");

        assertThat(here.diagnose(TestRepair.system(tree)))
                .containsExactly(new Finding(
                        "sshd-config",
                        Severity.CRITICAL,
                        "sshd listens on no address of this machine",
                        List.of(
                                DROP_IN + ":2: listenaddress 203.0.113.7:2222",
                                DROP_IN + ":3: listenaddress [2001:db8::7]:22"),
                        Optional.of("sshd-config")));
        TestTree repaired = TestRepair.repair(here, tree, Choice.DEFAULT);
        assertThat(repaired.text(DROP_IN).orElseThrow().text()).isEqualTo("""
                        Port 22
                        # rescuekit: ListenAddress 203.0.113.7:2222
                        # rescuekit: ListenAddress [2001:db8::7]:22
                        """);
    }

    // It is there, everywhere, only inside, a name, of a family that the rescue system lacks, or comes up later.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ListenAddress 203.0.113.9",
                "ListenAddress 0.0.0.0",
                "ListenAddress 203.0.113.7\nListenAddress 203.0.113.9:2222",
                "ListenAddress 127.0.0.1",
                "ListenAddress server.example",
                "ListenAddress 2001:db8::7",
                "ListenAddress 10.8.0.1",
            })
    void findsNothingInAnAddressThatMayBeThere(String lines) {
        tree.file(DROP_IN, lines + "\n").file("/etc/wireguard/wg0.conf", "[Interface]\nAddress = 10.8.0.1/24\n");

        assertThat(at("203.0.113.9/24").diagnose(TestRepair.system(tree))).isEmpty();
        assertThat(diagnose()).isEmpty();
    }

    private static SshdConfiguration at(String... addresses) {
        RescueNetwork.Card card = new RescueNetwork.Card("eth0", "52:54:00:12:34:56", List.of(), List.of(addresses));
        return new SshdConfiguration(() -> new RescueNetwork(List.of(card), List.of(), List.of()));
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
