package io.github.rescuekit.repair.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rescuekit.installed.Databases;
import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.installed.TestTree;
import io.github.rescuekit.model.Finding;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.model.Severity;
import io.github.rescuekit.repair.AskedRecipe;
import io.github.rescuekit.repair.Choice;
import io.github.rescuekit.repair.Step;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FirewallLockoutTest {

    private static final String ME = "203.0.113.7";
    private static final String NFT = "/etc/nftables.conf";
    private static final String UNIT = "/usr/lib/systemd/system/nftables.service";
    private static final String WANTED = "/etc/systemd/system/sysinit.target.wants/nftables.service";

    private final FirewallLockout recipe = recipe(Optional.of(ME));

    static FirewallLockout recipe(Optional<String> login) {
        return recipe(login, Databases.NONE);
    }

    static FirewallLockout recipe(Optional<String> login, Databases databases) {
        return new FirewallLockout(
                () -> login, (path, text) -> Optional.empty(), () -> LocalDate.of(2026, 11, 28), databases);
    }

    private static String rules(String input) {
        return "flush ruleset\n\ntable inet filter {\n\tchain input {\n\t\ttype filter hook input priority filter; policy drop;\n"
                + input + "\t}\n}\n";
    }

    private static TestTree nftables(String input) {
        return TestTree.of("debian-12")
                .file(NFT, rules(input))
                .file(
                        UNIT,
                        "[Service]\nExecStart=/usr/sbin/nft -f /etc/nftables.conf\n[Install]\nWantedBy=sysinit.target\n")
                .link(WANTED, UNIT);
    }

    @Test
    void letsTheAddressInWhereNftablesDropsIt() {
        TestTree tree = nftables("\t\tiif lo accept\n\t\ttcp dport { 80, 443 } accept\n");

        assertThat(recipe.diagnose(TestRepair.system(tree)))
                .containsExactly(new Finding(
                        "firewall-lockout",
                        Severity.CRITICAL,
                        "nftables keeps out SSH (port 22) from 203.0.113.7",
                        List.of(
                                NFT + ":5: type filter hook input priority filter; policy drop;",
                                "started by " + WANTED),
                        Optional.of("firewall-lockout")));
        assertThat(steps(tree, Choice.DEFAULT))
                .containsExactly(
                        replaced(
                                tree,
                                NFT,
                                rules(
                                        "\t\tip saddr 203.0.113.7 tcp dport 22 accept comment \"rescuekit\"\n\t\tiif lo accept\n\t\ttcp dport { 80, 443 } accept\n")));
        TestRepair.repair(recipe, tree, Choice.DEFAULT);
    }

    @Test
    void asksForThePortThatSshdListensOn() {
        TestTree tree = nftables("\t\ttcp dport 22 accept\n").file("/etc/ssh/sshd_config", "Port 2222\n");

        assertThat(recipe.diagnose(TestRepair.system(tree)))
                .extracting(Finding::title)
                .containsExactly("nftables keeps out SSH (port 2222) from 203.0.113.7");
    }

    @Test
    void putsTheRuleIntoEveryChainThatDrops() {
        TestTree tree = nftables(
                "\t\ttcp dport 22 drop\n\t}\n\tchain early {\n\t\ttype filter hook prerouting priority -300;\n\t\ttcp dport 22 drop\n");

        TestTree repaired = TestRepair.repair(recipe, tree, Choice.DEFAULT);

        assertThat(repaired.text(NFT).orElseThrow().text().split("203\\.0\\.113\\.7", -1))
                .hasSize(3);
    }

    @Test
    void letsInAnotherAddressThatTheOperatorNames() {
        TestTree tree = nftables("\t\tip saddr 203.0.113.7 tcp dport 22 accept\n");
        Choice other = setting("address", "198.51.100.3");

        assertThat(recipe.diagnose(TestRepair.system(tree))).isEmpty();
        assertThat(recipe.diagnose(TestRepair.system(tree), other)).hasSize(1);
        assertThat(steps(tree, other)).hasSize(1);
    }

    @Test
    void canTellOfTheAddressThatTheOperatorNames() {
        FirewallLockout nobody = recipe(Optional.empty());
        TestTree tree = nftables("\t\tip saddr " + ME + " tcp dport 22 accept\n");

        assertThat(nobody.unknowns(TestRepair.system(tree))).hasSize(1);
        AskedRecipe asked = new AskedRecipe(nobody, setting("address", ME));
        assertThat(asked.unknowns(TestRepair.system(tree))).isEmpty();
        assertThat(asked.diagnose(TestRepair.system(tree))).isEmpty();
        assertThat(new AskedRecipe(nobody, setting("address", "198.51.100.3")).diagnose(TestRepair.system(tree)))
                .hasSize(1);
    }

    @Test
    void refusesWithoutAnAddress() {
        FirewallLockout nobody = recipe(Optional.empty());
        TestTree tree = nftables("");

        assertThat(nobody.diagnose(TestRepair.system(tree))).hasSize(1);
        assertThatThrownBy(() -> nobody.plan(TestRepair.system(tree), Choice.DEFAULT))
                .isInstanceOfSatisfying(
                        RescueException.class, it -> assertThat(it.next()).contains("--set address="));
    }

    @Test
    void refusesRulesThatTheToolWouldNotLoad() {
        FirewallLockout strict = new FirewallLockout(
                () -> Optional.of(ME),
                (path, text) -> Optional.of("syntax error"),
                () -> LocalDate.EPOCH,
                Databases.NONE);

        assertThatThrownBy(() -> strict.plan(TestRepair.system(nftables("")), Choice.DEFAULT))
                .isInstanceOf(RescueException.class)
                .hasMessageContaining("syntax error");
    }

    @Test
    void findsNothingWhereSshIsOpen() {
        assertThat(recipe.diagnose(TestRepair.system(nftables("\t\ttcp dport ssh accept\n"))))
                .isEmpty();
        assertThat(recipe.diagnose(TestRepair.system(TestTree.of("debian-12")))).isEmpty();
    }

    @Test
    void findsNothingInRulesThatNothingLoads() {
        TestTree disabled = nftables("").remove(WANTED);
        TestTree masked = nftables("").link("/etc/systemd/system/nftables.service", "/dev/null");

        assertThat(recipe.diagnose(TestRepair.system(disabled))).isEmpty();
        assertThat(recipe.diagnose(TestRepair.system(masked))).isEmpty();
    }

    @Test
    void saysWhatItCannotTell() {
        TestTree tree = nftables("\t\tiifname eth0 tcp dport 22 accept\n");

        assertThat(recipe.diagnose(TestRepair.system(tree))).isEmpty();
        assertThat(recipe.unknowns(TestRepair.system(tree)))
                .singleElement()
                .asString()
                .contains("nftables", NFT + ":6: iifname eth0 tcp dport 22 accept");
    }

    @Test
    void insertsARuleForIptablesPersistent() {
        String rules = "*filter\n:INPUT DROP [0:0]\n:FORWARD ACCEPT [0:0]\n-A INPUT -i lo -j ACCEPT\nCOMMIT\n";
        TestTree tree = service("netfilter-persistent").file("/etc/iptables/rules.v4", rules);

        assertThat(steps(tree, Choice.DEFAULT))
                .containsExactly(replaced(
                        tree,
                        "/etc/iptables/rules.v4",
                        rules.replace(
                                "-A INPUT -i lo",
                                "-A INPUT -s 203.0.113.7/32 -p tcp -m tcp --dport 22 -j ACCEPT\n-A INPUT -i lo")));
        TestRepair.repair(recipe, tree, Choice.DEFAULT);
    }

    @Test
    void opensForSomeHours() {
        TestTree repaired = TestRepair.repair(
                recipe,
                nftables(""),
                new Choice(Optional.of("expiring-bypass"), List.of(), Map.of("hours", "3"), Optional.empty()));

        assertThat(repaired.text("/usr/local/sbin/rescuekit-bypass")
                        .orElseThrow()
                        .text())
                .contains("echo 180", "nft insert rule inet filter input ip saddr 203.0.113.7 tcp dport 22 accept");
        assertThat(repaired.linkTarget("/etc/systemd/system/timers.target.wants/rescuekit-bypass.timer"))
                .contains("/etc/systemd/system/rescuekit-bypass.timer");
        assertThat(repaired.text(NFT).orElseThrow().text()).isEqualTo(rules(""));
    }

    @Test
    void switchesItOffWithAReminder() {
        TestTree repaired = TestRepair.repair(recipe, nftables(""), TestRepair.remedy("disable"));

        assertThat(repaired.linkTarget("/etc/systemd/system/nftables.service")).contains("/dev/null");
        assertThat(repaired.text("/root/FIREWALL-IS-OFF-2026-11-28.txt")
                        .orElseThrow()
                        .text())
                .startsWith("nftables is off since 2026-11-28");
        assertThat(repaired.text("/etc/motd").orElseThrow().text()).contains("nftables is off since 2026-11-28");
    }

    private static TestTree service(String name) {
        String unit = "/usr/lib/systemd/system/" + name + ".service";
        return TestTree.of("debian-12")
                .file(
                        unit,
                        "[Service]\nExecStart=/usr/sbin/" + name + " start\n[Install]\nWantedBy=multi-user.target\n")
                .link("/etc/systemd/system/multi-user.target.wants/" + name + ".service", unit);
    }

    private static Choice setting(String name, String value) {
        return new Choice(Optional.empty(), List.of(), Map.of(name, value), Optional.empty());
    }

    private List<Step> steps(TestTree tree, Choice choice) {
        return recipe.plan(TestRepair.system(tree), choice).steps();
    }

    private static Step replaced(TestTree tree, String path, String after) {
        return new Step.ReplaceFile(path, tree.text(path).orElseThrow(), FileText.of(after));
    }
}
