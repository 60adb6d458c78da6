package io.github.rescuekit.repair.firewall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.github.rescuekit.model.IpAddress;
import io.github.rescuekit.model.PacketFilter;
import io.github.rescuekit.model.Verdict;
import io.github.rescuekit.parse.IptablesRules;
import io.github.rescuekit.parse.NftRuleset;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class PacketWalkTest {

    @TestFactory
    Stream<DynamicTest> tellsWhatARuleSetDoesAndWhichLineDecides() {
        return RuleSets.ALL.stream()
                .map(it -> dynamicTest(it.toString(), () -> {
                    Ruling ruling = ruling(it.dialect(), it.text(), it.from());
                    assertThat(ruling.verdict()).as(ruling.toString()).isEqualTo(it.verdict());
                    assertThat(ruling.because()).anyMatch(line -> line.contains(it.because()));
                }));
    }

    @Test
    void namesFileAndLine() {
        Ruling ruling = ruling("nft", RuleSets.inet("\t\ttcp dport 22 drop\n"), RuleSets.FRIEND);

        assertThat(ruling.because()).containsExactly("/etc/rules:6: tcp dport 22 drop");
    }

    @Test
    void callsNothingOpenThatItDoesNotUnderstand() {
        assertUnknown("nft", RuleSets.inet("\t\tsocket transparent 1 accept\n"));
        assertUnknown("nft", RuleSets.inet("\t\ttcp dport 22 meta mark 7 accept\n"));
        assertUnknown("nft", RuleSets.inet("\t\tip saddr @nowhere accept\n"));
        assertUnknown("nft", RuleSets.inet("\t\tiifname \"eth0\" tcp dport 22 accept\n"));
        assertUnknown("nft", RuleSets.inet("\t\ttcp dport 22 ip saddr . tcp dport { 192.0.2.7 . 22 } accept\n"));
        assertUnknown("nft", RuleSets.inet("\t\tjump nowhere\n\t\taccept\n"));
        assertUnknown("nft", "conjure table\n" + RuleSets.inet("\t\ttcp dport 22 accept\n"));
        assertUnknown("nft", "include \"/etc/gone.nft\"\n" + RuleSets.inet("\t\ttcp dport 22 accept\n"));
        assertUnknown("iptables", filter("-A INPUT -m set --match-set friends src -j ACCEPT\n"));
        assertUnknown("iptables", filter("-A INPUT -p tcp --dport 22 -m geoip --source-country DE -j ACCEPT\n"));
        assertUnknown("iptables", filter("-A INPUT -p tcp --dport 22 -j ACEPT\n"));
        assertUnknown("iptables", filter("-A INPUT -i eth0 -p tcp --dport 22 -j ACCEPT\n"));
        assertUnknown("iptables", filter("-X INPUT\n-A INPUT -j ACCEPT\n"));
    }

    @Test
    void isSureWhereBothWaysLeadToTheSame() {
        Ruling ruling = ruling(
                "nft",
                RuleSets.inet("\t\tiifname \"eth0\" tcp dport 22 accept\n\t\ttcp dport 22 accept\n"),
                RuleSets.FRIEND);

        assertThat(ruling.verdict()).isEqualTo(Verdict.HEALTHY);
    }

    @Test
    void knowsWithoutAnAddressOnlyWhatHoldsForEverybody() {
        String office = RuleSets.inet("\t\tip saddr 192.0.2.0/24 tcp dport 22 accept\n");
        assertThat(walk("nft", office, new SshClient(Optional.empty(), 22)).verdict())
                .isEqualTo(Verdict.UNKNOWN);

        String nobody = RuleSets.inet("\t\ttcp dport 80 accept\n");
        assertThat(walk("nft", nobody, new SshClient(Optional.empty(), 22)).verdict())
                .isEqualTo(Verdict.FAILED);
    }

    @Test
    void judgesIpv6ByTheTablesOfItsFamily() {
        String text = RuleSets.inet("\t\tip6 saddr 2001:db8::/32 tcp dport 22 accept\n");

        assertThat(ruling("nft", text, "2001:db8::7").verdict()).isEqualTo(Verdict.HEALTHY);
        assertThat(ruling("nft", text, "2001:db9::7").verdict()).isEqualTo(Verdict.FAILED);
    }

    @Test
    void doesNotHangInChainsThatCallEachOther() {
        String text = RuleSets.inet("\t\tjump a\n\t}\n\tchain a {\n\t\tjump b\n\t}\n\tchain b {\n\t\tjump a\n");

        assertThat(ruling("nft", text, RuleSets.FRIEND).verdict()).isEqualTo(Verdict.UNKNOWN);
    }

    private static String filter(String rules) {
        return "*filter\n:INPUT DROP [0:0]\n" + rules + "COMMIT\n";
    }

    private static void assertUnknown(String dialect, String text) {
        Ruling ruling = ruling(dialect, text, RuleSets.FRIEND);
        assertThat(ruling.verdict()).as(text + ruling).isEqualTo(Verdict.UNKNOWN);
        assertThat(ruling.because()).isNotEmpty();
    }

    private static Ruling ruling(String dialect, String text, String from) {
        return walk(dialect, text, new SshClient(IpAddress.parse(from), 22));
    }

    private static Ruling walk(String dialect, String text, SshClient client) {
        PacketFilter filter = dialect.equals("nft")
                ? NftRuleset.parse("/etc/rules", text, pattern -> Map.of())
                : IptablesRules.parse("/etc/rules", "ip", text);
        return new PacketWalk(filter, client).ruling();
    }
}
