package io.github.rescuekit.repair.firewall;

import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.installed.SystemFile;
import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.installed.TextLines;
import io.github.rescuekit.installed.UnitSettings;
import io.github.rescuekit.model.PacketFilter;
import io.github.rescuekit.model.PacketFilter.Chain;
import io.github.rescuekit.model.PacketFilter.Place;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.model.Verdict;
import io.github.rescuekit.parse.NftRuleset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The rule set that {@code nftables.service} loads. */
final class NftablesService implements Firewall {

    private static final String SERVICE = "nftables";

    // Debian, Arch and SUSE; RHEL; Alpine. The unit says which, where there is one.
    private static final List<String> USUAL =
            List.of("/etc/nftables.conf", "/etc/sysconfig/nftables.conf", "/etc/nftables.nft");
    // ExecStart=/usr/sbin/nft -f /etc/nftables.conf
    private static final Pattern LOADED = Pattern.compile("-f\\s*(?<file>/\\S+)");

    private static final Pattern ON_ONE_LINE = Pattern.compile("\\b(?:chain|table)\\s");

    @Override
    public String name() {
        return SERVICE;
    }

    @Override
    public List<String> services() {
        return List.of(SERVICE);
    }

    static Optional<String> file(SystemFiles files) {
        return UnitSettings.of(files, SERVICE + ".service").value("Service", "ExecStart").stream()
                .flatMap(it -> LOADED.matcher(it).results().map(found -> found.group(1)))
                .findFirst()
                .or(() -> USUAL.stream().filter(files::exists).findFirst());
    }

    private static Optional<PacketFilter> rules(SystemFiles files) {
        return file(files)
                .flatMap(path -> files.text(path)
                        .map(text -> NftRuleset.parse(path, text.text(), pattern -> included(files, pattern))));
    }

    private static Map<String, String> included(SystemFiles files, String pattern) {
        String absolute = pattern.startsWith("/") ? pattern : "/etc/" + pattern;
        Map<String, String> texts = new LinkedHashMap<>();
        for (SystemFile file : files.glob(absolute)) {
            files.text(file.path()).ifPresent(it -> texts.put(file.path(), it.text()));
        }
        return texts;
    }

    @Override
    public Ruling ruling(SystemFiles files, SshClient client) {
        return rules(files)
                .map(it -> new PacketWalk(it, client).ruling())
                .orElseGet(() -> Ruling.of(Verdict.HEALTHY, "it has no file of rules to load"));
    }

    @Override
    public Edits allowing(SystemFiles files, SshClient client) {
        Edits edits = Edits.NONE;
        for (Chain chain : ruling(files, client).closed()) {
            edits = with(edits, edits.on(files), chain, rule(client));
        }
        return edits;
    }

    private static String rule(SshClient client) {
        String address = client.address().orElseThrow().toString();
        String family = client.isV4() ? "ip" : "ip6";
        return family + " saddr " + address + " tcp dport " + client.port() + " accept comment \"rescuekit\"";
    }

    // The first rule of a chain counts before all others. A script that adds rules one by one gets it last, as an
    // insert.
    private static Edits with(Edits edits, SystemFiles files, Chain chain, String rule) {
        Place first = firstRule(chain);
        FileText before = files.text(first.file()).orElseThrow();
        TextLines lines = TextLines.of(before.text());
        String line = lines.line(first.line());
        String indent = line.substring(0, line.length() - line.stripLeading().length());
        boolean isScript = line.strip().matches("(?:add|insert|rule) .*");
        requireOwnLine(line, isScript, first);
        TextLines changed = isScript
                ? lines.insertAfter(lastLine(chain), "insert rule " + chain.table() + " " + chain.name() + " " + rule)
                : lines.insertAfter(first.line() - (chain.rules().isEmpty() ? 0 : 1), indent + rule);
        Map<String, FileText> all = new LinkedHashMap<>(edits.files());
        all.put(first.file(), before.withText(changed.toString()));
        return new Edits(all);
    }

    private static Place firstRule(Chain chain) {
        return chain.rules().isEmpty()
                ? chain.hook().orElseThrow().place()
                : chain.rules().get(0).place();
    }

    private static int lastLine(Chain chain) {
        String file = firstRule(chain).file();
        return Stream.concat(
                        chain.rules().stream().map(PacketFilter.Rule::place),
                        chain.hook().stream().map(PacketFilter.Hook::place))
                .filter(it -> it.file().equals(file))
                .mapToInt(Place::line)
                .max()
                .orElseThrow();
    }

    // "chain input { type filter hook input priority 0; policy drop; }" has no line for another rule.
    private static void requireOwnLine(String line, boolean isScript, Place place) {
        boolean isBlock = line.contains("{") && ON_ONE_LINE.matcher(line).find();
        if (!isScript && isBlock) {
            throw RescueException.refused(
                    "no-place-for-a-rule",
                    "the chain in " + place + " is written on one line",
                    "write the chain on several lines, or choose --remedy expiring-bypass or --remedy disable");
        }
    }

    @Override
    public List<Bypass> bypasses(SystemFiles files, SshClient client) {
        return ruling(files, client).closed().stream()
                .map(it -> bypass(it.table() + " " + it.name(), rule(client)))
                .toList();
    }

    private static Bypass bypass(String chain, String rule) {
        String marked = rule.replace("comment \"rescuekit\"", "comment '\"rescuekit-bypass\"'");
        return new Bypass(
                "nft list chain " + chain + " | grep -q rescuekit-bypass || nft insert rule " + chain + " " + marked,
                "nft -a list chain " + chain + " | sed -n 's/.*rescuekit-bypass.*# handle \\([0-9]*\\)$/\\1/p' |"
                        + " while read -r handle; do nft delete rule " + chain + " handle \"$handle\"; done");
    }
}
