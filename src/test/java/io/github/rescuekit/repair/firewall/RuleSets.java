package io.github.rescuekit.repair.firewall;

import io.github.rescuekit.model.Verdict;
import java.util.List;

/**
 * Rule sets as administrators and hosters write them, each with what it does with SSH on port 22: asked of this code in a
 * unit test, and of the kernel in another.
 */
record RuleSets(String name, String dialect, String text, String from, Verdict verdict, String because) {

    static final String FRIEND = "192.0.2.7";
    static final String STRANGER = "198.51.100.9";

    private static final String HEADER = "#!/usr/sbin/nft -f\nflush ruleset\n";

    static String inet(String rules) {
        return HEADER + "table inet filter {\n\tchain input {\n\t\ttype filter hook input priority 0; policy drop;\n"
                + rules + "\t}\n\tchain forward {\n\t\ttype filter hook forward priority 0; policy drop;\n\t}\n}\n";
    }

    private static RuleSets nft(String name, String text, String from, Verdict verdict, String because) {
        return new RuleSets(name, "nft", text, from, verdict, because);
    }

    private static RuleSets iptables(String name, String rules, String from, Verdict verdict, String because) {
        String text = "*filter\n:INPUT DROP [0:0]\n:FORWARD DROP [0:0]\n:OUTPUT ACCEPT [0:0]\n" + rules + "COMMIT\n";
        return new RuleSets(name, "iptables", text, from, verdict, because);
    }

    static final List<RuleSets> ALL = List.of(
            nft(
                    "Debian's empty example",
                    HEADER
                            + "table inet filter {\n\tchain input {\n\t\ttype filter hook input priority filter;\n\t}\n}\n",
                    STRANGER,
                    Verdict.HEALTHY,
                    "hook input"),
            nft(
                    "policy drop and no rule for SSH",
                    inet(
                            "\t\tiif lo accept\n\t\tct state established,related accept\n\t\ttcp dport { 80, 443 } accept\n"),
                    STRANGER,
                    Verdict.FAILED,
                    "policy drop"),
            nft(
                    "SSH by name in a set",
                    inet(
                            "\t\tct state vmap { established : accept, related : accept, invalid : drop }\n\t\ttcp dport { http, ssh } ct state new accept\n"),
                    STRANGER,
                    Verdict.HEALTHY,
                    "tcp dport { http, ssh }"),
            nft(
                    "SSH for an office only",
                    inet("\t\tip saddr 192.0.2.0/24 tcp dport 22 accept\n"),
                    STRANGER,
                    Verdict.FAILED,
                    "policy drop"),
            nft(
                    "SSH from the office",
                    inet("\t\tip saddr 192.0.2.0/24 tcp dport 22 accept\n"),
                    FRIEND,
                    Verdict.HEALTHY,
                    "ip saddr 192.0.2.0/24"),
            nft(
                    "another port",
                    inet("\t\ttcp dport 2222 accept\n\t\ttcp dport 1000-2000 accept\n"),
                    FRIEND,
                    Verdict.FAILED,
                    "policy drop"),
            nft("a range of ports", inet("\t\ttcp dport 20-25 accept\n"), FRIEND, Verdict.HEALTHY, "20-25"),
            nft(
                    "a set of blocked addresses",
                    HEADER
                            + "table inet filter {\n\tset blocked {\n\t\ttype ipv4_addr\n\t\tflags interval\n\t\telements = { 198.51.100.0/24,\n\t\t\t203.0.113.1 }\n\t}\n\tchain input {\n\t\ttype filter hook input priority 0; policy accept;\n\t\tip saddr @blocked counter drop\n\t}\n}\n",
                    STRANGER,
                    Verdict.FAILED,
                    "@blocked"),
            nft(
                    "not in the set of blocked addresses",
                    HEADER
                            + "table inet filter {\n\tset blocked {\n\t\ttype ipv4_addr\n\t\tflags interval\n\t\telements = { 198.51.100.0/24 }\n\t}\n\tchain input {\n\t\ttype filter hook input priority 0; policy accept;\n\t\tip saddr @blocked counter drop\n\t}\n}\n",
                    FRIEND,
                    Verdict.HEALTHY,
                    "hook input"),
            nft(
                    "a jump that comes back",
                    HEADER
                            + "define WEB = { 80, 443 }\ntable ip filter {\n\tchain services {\n\t\ttcp dport $WEB accept\n\t\ttcp dport 22 limit rate 10/minute accept\n\t}\n\tchain input {\n\t\ttype filter hook input priority 0; policy drop;\n\t\ticmp type echo-request accept\n\t\tudp dport 53 accept\n\t\tjump services\n\t}\n}\n",
                    FRIEND,
                    Verdict.HEALTHY,
                    "limit rate"),
            nft(
                    "a chain before the filter drops",
                    HEADER
                            + "table inet early {\n\tchain pre {\n\t\ttype filter hook prerouting priority -300;\n\t\tip saddr != 192.0.2.0/24 tcp dport 22 drop\n\t}\n}\ntable inet filter {\n\tchain input {\n\t\ttype filter hook input priority 0; policy accept;\n\t}\n}\n",
                    STRANGER,
                    Verdict.FAILED,
                    "!= 192.0.2.0/24"),
            nft(
                    "reject at the end",
                    inet(
                            "\t\tct state established accept\n\t\tlog prefix \"drop \" level info flags all\n\t\treject with icmpx type admin-prohibited\n\t\ttcp dport 22 accept\n"),
                    FRIEND,
                    Verdict.FAILED,
                    "reject with"),
            nft(
                    "flags of a scan",
                    inet(
                            "\t\ttcp flags & (fin|syn) == (fin|syn) drop\n\t\ttcp flags & (fin|syn|rst|psh|ack|urg) == 0x0 drop\n\t\ttcp flags & (fin|syn|rst|ack) != syn ct state new drop\n\t\ttcp dport 22 accept\n"),
                    FRIEND,
                    Verdict.HEALTHY,
                    "tcp dport 22 accept"),
            nft(
                    "a meter of new connections",
                    HEADER
                            + "table inet filter {\n\tset flood {\n\t\ttype ipv4_addr\n\t\tflags dynamic,timeout\n\t\ttimeout 1m\n\t}\n\tchain input {\n\t\ttype filter hook input priority 0; policy drop;\n\t\ttcp dport 22 ct state new update @flood { ip saddr limit rate over 30/minute burst 30 packets } drop\n\t\ttcp dport 22 accept\n\t}\n}\n",
                    FRIEND,
                    Verdict.HEALTHY,
                    "tcp dport 22 accept"),
            nft(
                    "rules added one by one",
                    HEADER
                            + "add table ip filter\nadd chain ip filter INPUT { type filter hook input priority 0; policy drop; }\nadd rule ip filter INPUT ct state established accept\nadd rule ip filter INPUT tcp dport 443 accept\n",
                    FRIEND,
                    Verdict.FAILED,
                    "policy drop"),
            nft(
                    "a goto does not come back",
                    HEADER
                            + "table ip filter {\n\tchain web {\n\t\ttcp dport 80 accept\n\t}\n\tchain input {\n\t\ttype filter hook input priority 0; policy drop;\n\t\tgoto web\n\t\ttcp dport 22 accept\n\t}\n}\n",
                    FRIEND,
                    Verdict.FAILED,
                    "policy drop"),
            nft(
                    "IPv6 only",
                    inet("\t\tip6 saddr ::/0 tcp dport 22 accept\n\t\tmeta nfproto ipv6 accept\n"),
                    FRIEND,
                    Verdict.FAILED,
                    "policy drop"),
            nft(
                    "protocols by number and name",
                    inet("\t\tmeta l4proto { icmp, ipv6-icmp } accept\n\t\tmeta l4proto tcp th dport 22 accept\n"),
                    FRIEND,
                    Verdict.HEALTHY,
                    "th dport 22"),
            nft(
                    "ports by a map",
                    inet(
                            "\t\ttcp dport vmap { 80 : accept, 22 : jump ssh }\n\t}\n\tchain ssh {\n\t\tip saddr { 192.0.2.7, 192.0.2.9 } accept\n\t\tdrop\n"),
                    STRANGER,
                    Verdict.FAILED,
                    "drop"),
            iptables(
                    "netfilter-persistent without SSH",
                    "-A INPUT -i lo -j ACCEPT\n-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\n-A INPUT -p tcp -m multiport --dports 80,443 -j ACCEPT\n",
                    FRIEND,
                    Verdict.FAILED,
                    ":INPUT DROP"),
            iptables(
                    "SSH with its state",
                    "-A INPUT -m state --state ESTABLISHED -j ACCEPT\n-A INPUT -p tcp -m tcp --dport 22 -m state --state NEW -m comment --comment \"SSH in\" -j ACCEPT\n",
                    FRIEND,
                    Verdict.HEALTHY,
                    "--dport 22"),
            iptables(
                    "a chain of its own",
                    ":SSH - [0:0]\n-A INPUT -p tcp --dport 22 -j SSH\n-A SSH -s 192.0.2.0/24 -j ACCEPT\n-A SSH -j REJECT --reject-with icmp-port-unreachable\n-A INPUT -p tcp -j ACCEPT\n",
                    STRANGER,
                    Verdict.FAILED,
                    "-A SSH -j REJECT"),
            iptables(
                    "a range of ports",
                    "-A INPUT -p tcp -m tcp --dport 20:30 --syn -j ACCEPT\n",
                    FRIEND,
                    Verdict.HEALTHY,
                    "20:30"),
            iptables(
                    "a negated address",
                    "-A INPUT ! -s 192.0.2.0/24 -p tcp --dport 22 -j DROP\n-A INPUT -p tcp -j ACCEPT\n",
                    STRANGER,
                    Verdict.FAILED,
                    "! -s"),
            iptables(
                    "RHEL's usual file",
                    "-A INPUT -m state --state RELATED,ESTABLISHED -j ACCEPT\n-A INPUT -p icmp -j ACCEPT\n-A INPUT -i lo -j ACCEPT\n-A INPUT -p tcp -m state --state NEW -m tcp --dport 22 -j ACCEPT\n-A INPUT -j REJECT --reject-with icmp-host-prohibited\n",
                    FRIEND,
                    Verdict.HEALTHY,
                    "--dport 22"),
            iptables(
                    "RHEL's usual file, SSH moved",
                    "-A INPUT -m state --state RELATED,ESTABLISHED -j ACCEPT\n-A INPUT -p tcp -m state --state NEW -m tcp --dport 2222 -j ACCEPT\n-A INPUT -j REJECT --reject-with icmp-host-prohibited\n",
                    FRIEND,
                    Verdict.FAILED,
                    "-j REJECT"),
            iptables(
                    "a limit on new connections",
                    "-A INPUT -p tcp --dport 22 -m limit --limit 30/min --limit-burst 30 -j ACCEPT\n",
                    FRIEND,
                    Verdict.HEALTHY,
                    "--limit"),
            iptables(
                    "flags of a scan",
                    "-A INPUT -p tcp -m tcp --tcp-flags FIN,SYN FIN,SYN -j DROP\n-A INPUT -p tcp -m tcp --tcp-flags ALL NONE -j DROP\n-A INPUT -p tcp ! --syn -m state --state NEW -j DROP\n-A INPUT -p tcp --dport 22 -j ACCEPT\n",
                    FRIEND,
                    Verdict.HEALTHY,
                    "--dport 22"));

    @Override
    public String toString() {
        return dialect + ": " + name + ", from " + from;
    }
}
