package io.github.rescuekit.repair.firewall;

import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.installed.KeyValueLines;
import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.installed.TextLines;
import io.github.rescuekit.model.PacketFilter;
import io.github.rescuekit.model.PacketFilter.Action;
import io.github.rescuekit.model.PacketFilter.Chain;
import io.github.rescuekit.model.PacketFilter.Hook;
import io.github.rescuekit.model.PacketFilter.Place;
import io.github.rescuekit.model.PacketFilter.Rule;
import io.github.rescuekit.model.PacketFilter.Verb;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.parse.IptablesRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The rules of {@code ufw(8)}: what its framework calls, in the order in which ufw-init puts it together. */
final class Ufw implements Firewall {

    private static final String SWITCH = "/etc/ufw/ufw.conf";
    private static final String DEFAULTS = "/etc/default/ufw";
    private static final String POLICY = "DEFAULT_INPUT_POLICY";
    private static final String RULES_BEGIN = "### RULES ###";

    @Override
    public String name() {
        return "ufw";
    }

    @Override
    public List<String> services() {
        return List.of("ufw");
    }

    static boolean isOn(SystemFiles files) {
        return files.text(SWITCH)
                .flatMap(it -> new KeyValueLines(it).value("ENABLED"))
                .filter(it -> it.equalsIgnoreCase("yes"))
                .isPresent();
    }

    // Two sets of files: before.rules and before6.rules, with chains called ufw-... and ufw6-...
    private static String of(SshClient client, String name) {
        return client.isV4() ? name : name.replace(".rules", "6.rules").replace("ufw-", "ufw6-");
    }

    @Override
    public Ruling ruling(SystemFiles files, SshClient client) {
        return new PacketWalk(rules(files, client), client).ruling();
    }

    private static PacketFilter rules(SystemFiles files, SshClient client) {
        List<Chain> chains = new ArrayList<>();
        String family = client.isV4() ? "ip" : "ip6";
        for (String name : List.of("before.rules", "user.rules", "after.rules")) {
            String path = "/etc/ufw/" + of(client, name);
            files.text(path)
                    .ifPresent(text -> chains.addAll(
                            IptablesRules.parse(path, family, text.text()).chains()));
        }
        String table = family + " filter";
        Place policy = policyPlace(files);
        List<Chain> joined = chains.stream()
                .map(it -> isBefore(it, table, client) ? thenUser(it, client, policy) : it)
                .toList();
        return new PacketFilter(Stream.concat(Stream.of(input(table, client, policy)), joined.stream())
                .toList());
    }

    private static boolean isBefore(Chain chain, String table, SshClient client) {
        return chain.table().equals(table) && chain.name().equals(of(client, "ufw-before-input"));
    }

    // ufw-init appends the user's chain to the one before it.
    private static Chain thenUser(Chain before, SshClient client, Place place) {
        List<Rule> rules = new ArrayList<>(before.rules());
        rules.add(new Rule(place, List.of(), new Action(Verb.JUMP, of(client, "ufw-user-input"))));
        return new Chain(before.table(), before.name(), before.hook(), rules);
    }

    private static Chain input(String table, SshClient client, Place policy) {
        boolean accepts = policy.text().contains("ACCEPT");
        return new Chain(
                table,
                "INPUT",
                Optional.of(new Hook("input", "filter", Action.of(accepts ? Verb.ACCEPT : Verb.DROP), policy)),
                List.of(
                        new Rule(policy, List.of(), new Action(Verb.JUMP, of(client, "ufw-before-input"))),
                        new Rule(policy, List.of(), new Action(Verb.JUMP, of(client, "ufw-after-input")))));
    }

    // Without the line ufw drops.
    private static Place policyPlace(SystemFiles files) {
        List<String> lines =
                files.text(DEFAULTS).map(it -> it.text().lines().toList()).orElse(List.of());
        for (int n = lines.size(); n > 0; n--) {
            if (lines.get(n - 1).strip().startsWith(POLICY + "=")) {
                return new Place(DEFAULTS, n, lines.get(n - 1).strip());
            }
        }
        return new Place(DEFAULTS, 0, POLICY + " is not set: DROP");
    }

    // As "ufw insert 1 allow proto tcp from ADDRESS to any port PORT" writes it.
    @Override
    public Edits allowing(SystemFiles files, SshClient client) {
        String path = "/etc/ufw/" + of(client, "user.rules");
        FileText before = files.text(path).orElseThrow(() -> noPlace(path, "is missing"));
        TextLines lines = TextLines.of(before.text());
        int begin = lines.lines().indexOf(RULES_BEGIN) + 1;
        if (begin == 0) {
            throw noPlace(path, "has no line '" + RULES_BEGIN + "'");
        }
        String anywhere = client.isV4() ? "0.0.0.0/0" : "::/0";
        String address = client.address().orElseThrow().toString();
        TextLines changed = lines.insertAfter(begin, "")
                .insertAfter(
                        begin + 1,
                        "### tuple ### allow tcp " + client.port() + " " + anywhere + " any " + address + " in")
                .insertAfter(
                        begin + 2,
                        "-A " + of(client, "ufw-user-input") + " -p tcp --dport " + client.port() + " -s " + address
                                + " -j ACCEPT");
        return Edits.of(path, before.withText(changed.toString()));
    }

    private static RescueException noPlace(String path, String why) {
        return RescueException.refused(
                "no-place-for-a-rule", path + " " + why, "choose --remedy expiring-bypass or --remedy disable");
    }

    @Override
    public Edits disabling(SystemFiles files) {
        FileText before = files.text(SWITCH).orElseThrow();
        return Edits.of(SWITCH, new KeyValueLines(before).with("ENABLED", "no").file());
    }

    @Override
    public List<Bypass> bypasses(SystemFiles files, SshClient client) {
        return List.of(IptablesFiles.bypass("filter", "INPUT", client));
    }
}
