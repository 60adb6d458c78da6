package io.github.rescuekit.repair.firewall;

import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.installed.TextLines;
import io.github.rescuekit.model.PacketFilter;
import io.github.rescuekit.model.PacketFilter.Chain;
import io.github.rescuekit.model.PacketFilter.Place;
import io.github.rescuekit.model.Verdict;
import io.github.rescuekit.parse.IptablesRules;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Rules that a service restores with {@code iptables-restore(8)}.
 *
 * @param service that loads the rules for IPv4
 * @param service6 that loads those for IPv6
 */
record IptablesFiles(String service, String v4, String service6, String v6) implements Firewall {

    static final List<IptablesFiles> ALL = List.of(
            new IptablesFiles(
                    "netfilter-persistent", "/etc/iptables/rules.v4", "netfilter-persistent", "/etc/iptables/rules.v6"),
            // Debian 7 and older
            new IptablesFiles(
                    "iptables-persistent", "/etc/iptables/rules.v4", "iptables-persistent", "/etc/iptables/rules.v6"),
            // RHEL and its like
            new IptablesFiles("iptables", "/etc/sysconfig/iptables", "ip6tables", "/etc/sysconfig/ip6tables"),
            // Arch
            new IptablesFiles("iptables", "/etc/iptables/iptables.rules", "ip6tables", "/etc/iptables/ip6tables.rules"),
            // Alpine
            new IptablesFiles("iptables", "/etc/iptables/rules-save", "ip6tables", "/etc/iptables/rules6-save"));

    @Override
    public String name() {
        return service;
    }

    @Override
    public List<String> services() {
        return service.equals(service6) ? List.of(service) : List.of(service, service6);
    }

    String file(SshClient client) {
        return client.isV4() ? v4 : v6;
    }

    @Override
    public Ruling ruling(SystemFiles files, SshClient client) {
        String file = file(client);
        return files.text(file)
                .map(text -> rules(file, text, client))
                .map(it -> new PacketWalk(it, client).ruling())
                .orElseGet(() -> Ruling.of(Verdict.HEALTHY, "there is no " + file + " to load"));
    }

    private static PacketFilter rules(String file, FileText text, SshClient client) {
        return IptablesRules.parse(file, client.isV4() ? "ip" : "ip6", text.text());
    }

    @Override
    public Edits allowing(SystemFiles files, SshClient client) {
        Edits edits = Edits.NONE;
        for (Chain chain : ruling(files, client).closed()) {
            edits = with(edits, edits.on(files), chain, client);
        }
        return edits;
    }

    private static Edits with(Edits edits, SystemFiles files, Chain chain, SshClient client) {
        Place place = chain.rules().isEmpty()
                ? chain.hook().orElseThrow().place()
                : chain.rules().get(0).place();
        // Before the first rule of its chain; without one, after the lines that declare chains.
        FileText before = files.text(place.file()).orElseThrow();
        TextLines lines = TextLines.of(before.text());
        int after = chain.rules().isEmpty() ? lastDeclaration(lines, place.line()) : place.line() - 1;
        String rule = "-A " + chain.name() + " " + condition(client) + " -j ACCEPT";
        Map<String, FileText> all = new LinkedHashMap<>(edits.files());
        all.put(place.file(), before.withText(lines.insertAfter(after, rule).toString()));
        return new Edits(all);
    }

    private static int lastDeclaration(TextLines lines, int from) {
        int line = from;
        while (line < lines.count() && lines.line(line + 1).startsWith(":")) {
            line++;
        }
        return line;
    }

    /** The condition as {@code iptables-save} writes it. */
    static String condition(SshClient client) {
        return "-s " + client.address().orElseThrow() + (client.isV4() ? "/32" : "/128") + " -p tcp -m tcp --dport "
                + client.port();
    }

    @Override
    public List<Bypass> bypasses(SystemFiles files, SshClient client) {
        return ruling(files, client).closed().stream()
                .map(it -> bypass(it.table().split(" ", 2)[1], it.name(), client))
                .toList();
    }

    static Bypass bypass(String table, String chain, SshClient client) {
        String tool = (client.isV4() ? "iptables" : "ip6tables") + " -w -t " + table;
        String rule = chain + " " + condition(client) + " -m comment --comment rescuekit-bypass -j ACCEPT";
        return new Bypass(
                tool + " -C " + rule + " 2>/dev/null || " + tool + " -I " + rule,
                "while " + tool + " -D " + rule + " 2>/dev/null; do :; done");
    }
}
