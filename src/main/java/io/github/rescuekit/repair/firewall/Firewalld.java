package io.github.rescuekit.repair.firewall;

import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.installed.IniLines;
import io.github.rescuekit.installed.KeyValueLines;
import io.github.rescuekit.installed.SystemFile;
import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.installed.TextLines;
import io.github.rescuekit.model.IpRange;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.model.Verdict;
import io.github.rescuekit.model.XmlElement;
import io.github.rescuekit.parse.XmlElements;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** firewalld: the zone that a client falls into, and what that zone lets in. */
final class Firewalld implements Firewall {

    private static final String CONFIGURATION = "/etc/firewalld/firewalld.conf";
    private static final String LOCAL = "/etc/firewalld/";
    private static final String SHIPPED = "/usr/lib/firewalld/";
    private static final String DIRECT = "/etc/firewalld/direct.xml";
    private static final String USUAL_ZONE = "public";

    @Override
    public String name() {
        return "firewalld";
    }

    @Override
    public List<String> services() {
        return List.of("firewalld");
    }

    @Override
    public Ruling ruling(SystemFiles files, SshClient client) {
        try {
            List<String> zones = zones(files, client);
            List<Ruling> rulings =
                    zones.stream().map(it -> zone(files, it, client)).distinct().toList();
            return direct(files).orElseGet(() -> joined(zones, rulings));
        } catch (RescueException e) {
            return Ruling.of(Verdict.UNKNOWN, e.unlessInterrupted().happened());
        }
    }

    private static Ruling joined(List<String> zones, List<Ruling> rulings) {
        Set<Verdict> verdicts =
                new LinkedHashSet<>(rulings.stream().map(Ruling::verdict).toList());
        List<String> because =
                rulings.stream().flatMap(it -> it.because().stream()).toList();
        if (verdicts.size() == 1) {
            return new Ruling(rulings.get(0).verdict(), because, List.of());
        }
        List<String> doubt = new ArrayList<>(because);
        doubt.add("interfaces are in several zones (" + String.join(", ", zones) + ")");
        return new Ruling(Verdict.UNKNOWN, doubt, List.of());
    }

    // Rules that go around the zones.
    private static Optional<Ruling> direct(SystemFiles files) {
        return files.text(DIRECT)
                .flatMap(it -> XmlElements.parse(it.text()).stream().findFirst())
                .filter(it -> it.has("rule", "passthrough"))
                .map(it -> Ruling.of(Verdict.UNKNOWN, DIRECT + " has rules of its own"));
    }

    /** A zone bound to the client's address goes first; else those of the interfaces, or the default zone. */
    private static List<String> zones(SystemFiles files, SshClient client) {
        List<String> bySource = names(files).stream()
                .filter(it -> isSource(zoneElement(files, it), client))
                .toList();
        if (!bySource.isEmpty()) {
            return bySource.subList(0, 1);
        }
        List<String> byInterface = Stream.concat(
                        names(files).stream()
                                .filter(it -> zoneElement(files, it).stream()
                                        .anyMatch(zone -> zone.children("interface").stream()
                                                .anyMatch(card ->
                                                        !card.attribute("name").equals(Optional.of("lo"))))),
                        connectionZones(files).stream())
                .distinct()
                .toList();
        String usual = files.text(CONFIGURATION)
                .flatMap(it -> new KeyValueLines(it).value("DefaultZone"))
                .orElse(USUAL_ZONE);
        return byInterface.isEmpty() ? List.of(usual) : byInterface;
    }

    private static List<String> names(SystemFiles files) {
        return Stream.of(LOCAL, SHIPPED)
                .flatMap(it -> files.list(it + "zones").stream())
                .filter(it -> it.endsWith(".xml"))
                .map(it -> it.substring(0, it.length() - ".xml".length()))
                .distinct()
                .toList();
    }

    private static List<String> connectionZones(SystemFiles files) {
        Stream<String> keyFiles = files.glob("/etc/NetworkManager/system-connections/*.nmconnection").stream()
                .flatMap(it -> files.text(it.path()).stream())
                .flatMap(it -> new IniLines(it).value("connection", "zone").stream());
        Stream<String> scripts = files.glob("/etc/sysconfig/network-scripts/ifcfg-*").stream()
                .map(SystemFile::path)
                .filter(it -> !it.endsWith("-lo"))
                .flatMap(it -> files.text(it).stream())
                .flatMap(it -> new KeyValueLines(it).value("ZONE").stream());
        return Stream.concat(keyFiles, scripts)
                .filter(it -> !it.isBlank())
                .distinct()
                .toList();
    }

    private static boolean isSource(Optional<XmlElement> zone, SshClient client) {
        return zone.stream()
                .flatMap(it -> it.children("source").stream())
                .flatMap(it -> it.attribute("address").stream())
                .flatMap(it -> IpRange.parse(it).stream())
                .anyMatch(range -> client.address().filter(range::contains).isPresent());
    }

    private static Optional<String> path(SystemFiles files, String kind, String name) {
        return Stream.of(LOCAL, SHIPPED)
                .map(it -> it + kind + "/" + name + ".xml")
                .filter(files::exists)
                .findFirst();
    }

    private static Optional<XmlElement> zoneElement(SystemFiles files, String zone) {
        return path(files, "zones", zone)
                .flatMap(files::text)
                .map(FileText::text)
                .flatMap(Firewalld::first);
    }

    private static Optional<XmlElement> first(String text) {
        return XmlElements.parse(text).stream().findFirst();
    }

    private static Ruling zone(SystemFiles files, String name, SshClient client) {
        Optional<String> path = path(files, "zones", name);
        if (path.isEmpty()) {
            return Ruling.of(Verdict.UNKNOWN, "the zone " + name + " has no file");
        }
        XmlElement zone = zoneElement(files, name).orElseThrow();
        return new FirewalldZone(path.get(), zone, service -> servicePorts(files, service), client).ruling();
    }

    // A service that is nowhere is the one that it is named for.
    private static List<XmlElement> servicePorts(SystemFiles files, String service) {
        return path(files, "services", service)
                .flatMap(files::text)
                .flatMap(it -> first(it.text()))
                .map(it -> it.children("port"))
                .orElse(List.of());
    }

    @Override
    public Edits allowing(SystemFiles files, SshClient client) {
        List<String> zones = zones(files, client);
        String name = zones.get(0);
        String shown = path(files, "zones", name).orElseThrow();
        FileText before = files.text(shown).orElseThrow();
        TextLines lines = TextLines.of(before.text());
        int end = lastLineWith(lines, "</zone>");
        if (end == 0) {
            throw RescueException.refused(
                    "no-place-for-a-rule", shown + " has no line '</zone>'", "choose --remedy disable");
        }
        // A rule that rejects goes before those that accept, but for priorities, which firewalld knows from 0.7 on.
        boolean mustGoFirst = zoneElement(files, name).orElseThrow().children("rule").stream()
                .anyMatch(it -> it.has("reject", "drop"));
        return Edits.of(
                LOCAL + "zones/" + name + ".xml",
                before.withText(
                        inserted(lines, end - 1, richRule(client, mustGoFirst)).toString()));
    }

    private static List<String> richRule(SshClient client, boolean first) {
        return List.of(
                "  <rule" + (first ? " priority=\"-32768\"" : "") + " family=\"" + (client.isV4() ? "ipv4" : "ipv6")
                        + "\">",
                "    <source address=\"" + client.address().orElseThrow() + "\"/>",
                "    <port port=\"" + client.port() + "\" protocol=\"tcp\"/>",
                "    <accept/>",
                "  </rule>");
    }

    private static TextLines inserted(TextLines lines, int after, List<String> texts) {
        TextLines changed = lines;
        for (int n = 0; n < texts.size(); n++) {
            changed = changed.insertAfter(after + n, texts.get(n));
        }
        return changed;
    }

    private static int lastLineWith(TextLines lines, String text) {
        int found = 0;
        for (int n = 1; n <= lines.count(); n++) {
            found = lines.line(n).strip().equals(text) ? n : found;
        }
        return found;
    }

    @Override
    public List<Bypass> bypasses(SystemFiles files, SshClient client) {
        String rich = "rule family=\"" + (client.isV4() ? "ipv4" : "ipv6") + "\" source address=\""
                + client.address().orElseThrow() + "\" port port=\"" + client.port() + "\" protocol=\"tcp\" accept";
        String zone = "firewall-cmd --zone=" + zones(files, client).get(0);
        return List.of(new Bypass(
                zone + " --query-rich-rule='" + rich + "' >/dev/null || " + zone + " --add-rich-rule='" + rich + "'",
                zone + " --remove-rich-rule='" + rich + "'"));
    }
}
