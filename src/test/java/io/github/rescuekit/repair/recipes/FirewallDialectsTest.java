package io.github.rescuekit.repair.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rescuekit.installed.Databases;
import io.github.rescuekit.installed.TestTree;
import io.github.rescuekit.model.Finding;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.repair.Choice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each firewall in its own dialect: what it keeps out, and the line that lets in. */
class FirewallDialectsTest {

    private static final String ME = "203.0.113.7";
    private static final Path UFW = Path.of("src/test/resources/firewalls/ufw-0.36.2");
    private static final Path ZONE = Path.of("src/test/resources/fixtures/firewalld-zone/debian-12/public/output");

    private final FirewallLockout recipe = FirewallLockoutTest.recipe(Optional.of(ME));

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static TestTree starting(String tree, String service) {
        String unit = "/usr/lib/systemd/system/" + service + ".service";
        return TestTree.of(tree)
                .file(unit, "[Service]\nExecStart=/usr/sbin/x\n[Install]\nWantedBy=multi-user.target\n")
                .link("/etc/systemd/system/multi-user.target.wants/" + service + ".service", unit);
    }

    private static TestTree ufw(String userRules) {
        String user = read(UFW.resolve("user.rules"));
        return starting("debian-12", "ufw")
                .file("/etc/ufw/ufw.conf", read(UFW.resolve("ufw.conf")).replace("ENABLED=no", "ENABLED=yes"))
                .file("/etc/default/ufw", read(UFW.resolve("default")))
                .file("/etc/ufw/before.rules", read(UFW.resolve("before.rules")))
                .file("/etc/ufw/after.rules", read(UFW.resolve("after.rules")))
                .file("/etc/ufw/user.rules", user.replace("### RULES ###\n", "### RULES ###\n" + userRules));
    }

    @Test
    void ufwDropsWhatNoRuleLetsIn() {
        TestTree tree = ufw("");

        assertThat(evidence(tree)).anyMatch(it -> it.startsWith("/etc/default/ufw:") && it.contains("DROP"));
        assertThat(repaired(tree).text("/etc/ufw/user.rules").orElseThrow().text())
                .contains(
                        "### tuple ### allow tcp 22 0.0.0.0/0 any 203.0.113.7 in\n-A ufw-user-input -p tcp --dport 22 -s 203.0.113.7 -j ACCEPT\n");
        TestRepair.repair(recipe, tree, TestRepair.remedy("expiring-bypass"));
        assertThat(TestRepair.repair(recipe, tree, TestRepair.remedy("disable"))
                        .text("/etc/ufw/ufw.conf")
                        .orElseThrow()
                        .text())
                .contains("ENABLED=no");
    }

    @Test
    void ufwIsOpenByARuleAndSilentWhenItIsOff() {
        assertThat(evidence(ufw("-A ufw-user-input -p tcp --dport 22 -j ACCEPT\n")))
                .isEmpty();
        assertThat(evidence(ufw("").file("/etc/ufw/ufw.conf", "ENABLED=no\n"))).isEmpty();
        // A rule of its own that denies goes before one that allows.
        assertThat(
                        evidence(
                                ufw(
                                        "-A ufw-user-input -s 203.0.113.0/24 -j DROP\n-A ufw-user-input -p tcp --dport 22 -j ACCEPT\n")))
                .anyMatch(it -> it.contains("-s 203.0.113.0/24 -j DROP"));
    }

    private static TestTree firewalld(String zone) {
        return starting("almalinux-9", "firewalld")
                .file("/etc/firewalld/firewalld.conf", "# comment\nDefaultZone=public\n")
                .file(
                        "/usr/lib/firewalld/services/ssh.xml",
                        "<service><port protocol=\"tcp\" port=\"22\"/></service>\n")
                .file("/usr/lib/firewalld/zones/public.xml", read(ZONE))
                .file("/etc/firewalld/zones/public.xml", zone);
    }

    @Test
    void firewalldRejectsWhatTheZoneDoesNotName() {
        String zone = read(ZONE).replace("  <service name=\"ssh\"/>\n", "");
        TestTree tree = firewalld(zone);

        assertThat(evidence(tree)).contains("/etc/firewalld/zones/public.xml does not let port 22 in (target default)");
        assertThat(repaired(tree)
                        .text("/etc/firewalld/zones/public.xml")
                        .orElseThrow()
                        .text())
                .isEqualTo(
                        zone.replace(
                                "</zone>",
                                "  <rule family=\"ipv4\">\n    <source address=\"203.0.113.7\"/>\n    <port port=\"22\" protocol=\"tcp\"/>\n    <accept/>\n  </rule>\n</zone>"));
        TestRepair.repair(recipe, tree, TestRepair.remedy("expiring-bypass"));
        TestRepair.repair(recipe, tree, TestRepair.remedy("disable"));
    }

    @Test
    void firewalldRejectsByARichRuleBeforeTheServiceThatIsOpen() {
        String deny =
                "  <rule family=\"ipv4\">\n    <source address=\"203.0.113.0/24\"/>\n    <reject/>\n  </rule>\n</zone>";
        TestTree tree = firewalld(read(ZONE).replace("</zone>", deny));

        assertThat(evidence(tree)).contains("/etc/firewalld/zones/public.xml:8: rule that rejects");
        assertThat(repaired(tree)
                        .text("/etc/firewalld/zones/public.xml")
                        .orElseThrow()
                        .text())
                .contains("<rule priority=\"-32768\" family=\"ipv4\">");
    }

    @Test
    void firewalldIsOpenByItsServiceAndUnknownWithDirectRules() {
        assertThat(evidence(firewalld(read(ZONE)))).isEmpty();
        TestTree direct = firewalld(read(ZONE))
                .file("/etc/firewalld/direct.xml", "<direct><rule ipv=\"ipv4\">-j DROP</rule></direct>\n");
        assertThat(evidence(direct)).isEmpty();
        assertThat(recipe.unknowns(TestRepair.system(direct)))
                .singleElement()
                .asString()
                .contains("direct.xml");
        assertThat(recipe.unknowns(TestRepair.system(firewalld("<zone><service"))))
                .singleElement()
                .asString()
                .contains("XML line 1");
    }

    private static TestTree csf(String deny) {
        return starting("centos-7", "csf")
                .file("/etc/csf/csf.conf", "TESTING = \"0\"\nTCP_IN = \"20,22,80,443,30000:35000\"\nIPV6 = \"0\"\n")
                .file("/etc/csf/csf.allow", "# addresses\n")
                .file("/etc/csf/csf.ignore", "127.0.0.1\n")
                .file("/etc/csf/csf.deny", deny);
    }

    @Test
    void csfDeniesAnAddressOnItsList() {
        TestTree tree = csf("198.51.100.1 # lfd\n203.0.113.7 # lfd: (sshd) Failed SSH login\n");

        assertThat(evidence(tree)).contains("/etc/csf/csf.deny:2: 203.0.113.7 # lfd: (sshd) Failed SSH login");
        TestTree repaired = repaired(tree);
        assertThat(repaired.text("/etc/csf/csf.allow").orElseThrow().text())
                .isEqualTo("# addresses\ntcp|in|d=22|s=203.0.113.7 # rescuekit\n");
        assertThat(repaired.text("/etc/csf/csf.deny").orElseThrow().text())
                .isEqualTo("198.51.100.1 # lfd\n#rescuekit# 203.0.113.7 # lfd: (sshd) Failed SSH login\n");
        assertThat(TestRepair.repair(recipe, tree, TestRepair.remedy("disable")).exists("/etc/csf/csf.disable"))
                .isTrue();
    }

    @Test
    void csfIsClosedWhereThePortIsNotListed() {
        TestTree moved = csf("").file("/etc/ssh/sshd_config", "Port 2222\n");

        assertThat(evidence(moved)).contains("/etc/csf/csf.conf:2: TCP_IN = \"20,22,80,443,30000:35000\"");
        repaired(moved);
        assertThat(evidence(csf("198.51.100.0/24\n"))).isEmpty();
        assertThat(evidence(csf("203.0.113.7\n").file("/etc/csf/csf.disable", "")))
                .isEmpty();
        assertThat(evidence(csf("203.0.113.7\n").file("/etc/csf/csf.allow", "203.0.113.0/24\n")))
                .isEmpty();
    }

    private static TestTree wrappers(String deny) {
        return TestTree.of("debian-12")
                .file("/usr/sbin/sshd", "\177ELF libwrap.so.0 ")
                .file("/etc/hosts.allow", "# nothing\n")
                .file("/etc/hosts.deny", deny);
    }

    @Test
    void tcpWrappersDenyWhatDenyHostsWrote() {
        TestTree tree = wrappers("# DenyHosts\nsshd: 198.51.100.4\nsshd: 203.0.113.7\n");

        assertThat(evidence(tree)).containsExactly("/etc/hosts.deny:3: sshd: 203.0.113.7");
        assertThat(repaired(tree).text("/etc/hosts.allow").orElseThrow().text())
                .isEqualTo("sshd: 203.0.113.7\n# nothing\n");
        TestRepair.repair(recipe, tree, TestRepair.remedy("disable"));
        assertThatThrownBy(() -> recipe.plan(TestRepair.system(tree), TestRepair.remedy("expiring-bypass")))
                .isInstanceOf(RescueException.class)
                .hasMessageContaining("TCP wrappers");
    }

    @Test
    void tcpWrappersMatterOnlyToAnSshdThatAsksThem() {
        assertThat(evidence(wrappers("ALL: ALL\n").file("/usr/sbin/sshd", "\177ELF")))
                .isEmpty();
        assertThat(evidence(wrappers("ALL: ALL\n").file("/etc/hosts.allow", "sshd: 203.0.113.\n")))
                .isEmpty();
        assertThat(evidence(wrappers("vsftpd: ALL\n"))).isEmpty();
        assertThat(evidence(wrappers("ALL: ALL\n"))).hasSize(1);
        assertThat(recipe.unknowns(TestRepair.system(wrappers("sshd: .example.net\n"))))
                .hasSize(1);
        assertThat(recipe.unknowns(TestRepair.system(wrappers("ALL: ALL EXCEPT 203.0.113.7\n"))))
                .hasSize(1);
    }

    private static final String BANS = "/var/lib/fail2ban/fail2ban.sqlite3";

    private static TestTree fail2ban() {
        return starting("debian-12", "fail2ban").file(BANS, "SQLite format 3\0 203.0.113.7");
    }

    private static FirewallLockout banned(String... jails) {
        return FirewallLockoutTest.recipe(
                Optional.of(ME),
                (files, path, query) -> Databases.Answer.of(Stream.of(jails)
                        .map(it -> Map.of("jail", it, "period", "until 2026-11-30 07:00:00 UTC"))
                        .toList()));
    }

    @Test
    void aDatabaseOfBansIsSilentWithoutTheAddressAndUnknownWhereNothingReadsIt() {
        assertThat(recipe.unknowns(TestRepair.system(fail2ban().file(BANS, "SQLite format 3\0 198.51.100.4"))))
                .isEmpty();
        assertThat(recipe.unknowns(TestRepair.system(fail2ban())))
                .singleElement()
                .asString()
                .contains(BANS + " has the address", "sqlite3 is not installed here");
    }

    @Test
    void fail2banSetsABanAgainUntilTheAddressIsOneThatItIgnores() {
        FirewallLockout recipe = banned("recidive", "sshd");
        TestTree tree = fail2ban()
                .file("/etc/fail2ban/jail.conf", "[DEFAULT]\n#ignoreip = 127.0.0.1/8 ::1\nignoreip = 127.0.0.1/8\n")
                .file("/etc/fail2ban/jail.d/office.local", "[sshd]\nignoreip = 198.51.100.4 ::1\n");

        assertThat(recipe.diagnose(TestRepair.system(tree)))
                .singleElement()
                .satisfies(it -> assertThat(it.evidence())
                        .startsWith(
                                BANS + ": banned in the jail recidive until 2026-11-30 07:00:00 UTC",
                                BANS + ": banned in the jail sshd until 2026-11-30 07:00:00 UTC"));
        assertThat(TestRepair.repair(recipe, tree, TestRepair.remedy("allow-address"))
                        .text("/etc/fail2ban/jail.d/zz-rescuekit.local")
                        .orElseThrow()
                        .text())
                .isEqualTo(
                        "[recidive]\nignoreip=127.0.0.1/8 203.0.113.7\n[sshd]\nignoreip=198.51.100.4 ::1 203.0.113.7\n");
    }

    @Test
    void fail2banIsSilentOnABanThatHasEndedAndOnAnAddressThatItIgnores() {
        TestTree ignored = fail2ban().file("/etc/fail2ban/jail.local", "[DEFAULT]\nignoreip = 203.0.113.0/24\n");

        assertThat(banned().diagnose(TestRepair.system(fail2ban()))).isEmpty();
        assertThat(banned().unknowns(TestRepair.system(fail2ban()))).isEmpty();
        assertThat(banned("sshd").diagnose(TestRepair.system(ignored))).isEmpty();
        assertThat(banned("sshd").unknowns(TestRepair.system(ignored))).isEmpty();
    }

    @Test
    void whichPortsAJailOfAnotherServiceClosesItCannotTell() {
        assertThat(banned("apache-auth").diagnose(TestRepair.system(fail2ban())))
                .isEmpty();
        assertThat(banned("apache-auth").unknowns(TestRepair.system(fail2ban())))
                .singleElement()
                .asString()
                .contains("banned in the jail apache-auth");
    }

    @Test
    void rhelLoadsItsRulesFromSysconfig() {
        TestTree tree = starting("almalinux-9", "iptables")
                .file(
                        "/etc/sysconfig/iptables",
                        "*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -p tcp --dport 80 -j ACCEPT\n-A INPUT -j REJECT\nCOMMIT\n");

        assertThat(evidence(tree)).contains("/etc/sysconfig/iptables:4: -A INPUT -j REJECT");
        repaired(tree);
    }

    private List<String> evidence(TestTree tree) {
        return recipe.diagnose(TestRepair.system(tree)).stream()
                .map(Finding::evidence)
                .flatMap(List::stream)
                .toList();
    }

    private TestTree repaired(TestTree tree) {
        return TestRepair.repair(recipe, tree, Choice.DEFAULT);
    }
}
