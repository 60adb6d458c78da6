package io.github.rescuekit.repair.firewall;

import io.github.rescuekit.model.IpRange;
import io.github.rescuekit.model.Verdict;
import io.github.rescuekit.model.XmlElement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntPredicate;

/** One zone of firewalld: rich rules by their priorities, what rejects before what accepts, services, ports, the target. */
final class FirewalldZone {

    private static final int SSH = 22;

    private final String path;
    private final XmlElement zone;
    private final Function<String, List<XmlElement>> servicePorts;
    private final SshClient client;

    FirewalldZone(String path, XmlElement zone, Function<String, List<XmlElement>> servicePorts, SshClient client) {
        this.path = path;
        this.zone = zone;
        this.servicePorts = servicePorts;
        this.client = client;
    }

    Ruling ruling() {
        List<String> doubtful = new ArrayList<>();
        Optional<Ruling> decided = rich(it -> it < 0, doubtful)
                .or(() -> rich(it -> it == 0, doubtful))
                .or(this::allowed)
                .or(() -> rich(it -> it > 0, doubtful));
        Ruling ruling = decided.orElseGet(this::target);
        if (doubtful.isEmpty()) {
            return ruling;
        }
        doubtful.addAll(ruling.because());
        return new Ruling(Verdict.UNKNOWN, doubtful, List.of());
    }

    private Optional<Ruling> rich(IntPredicate wanted, List<String> doubtful) {
        Comparator<XmlElement> order =
                Comparator.<XmlElement>comparingInt(FirewalldZone::priority).thenComparing(it -> it.has("accept"));
        for (XmlElement rule : zone.children("rule").stream()
                .filter(it -> wanted.test(priority(it)))
                .sorted(order)
                .toList()) {
            Optional<Boolean> applies = applies(rule);
            if (applies.isEmpty()) {
                doubtful.add(place(rule, "a rule that cannot be judged"));
            } else if (applies.get() && rule.has("accept", "reject", "drop")) {
                boolean accepts = rule.has("accept");
                return Optional.of(Ruling.of(
                        accepts ? Verdict.HEALTHY : Verdict.FAILED,
                        place(rule, accepts ? "rule that accepts" : "rule that rejects")));
            }
        }
        return Optional.empty();
    }

    private static int priority(XmlElement rule) {
        return rule.attribute("priority")
                .filter(it -> it.matches("-?\\d{1,5}"))
                .map(Integer::valueOf)
                .orElse(0);
    }

    private Optional<Boolean> applies(XmlElement rule) {
        boolean otherFamily = rule.attribute("family")
                .filter(it -> !it.equals(client.isV4() ? "ipv4" : "ipv6"))
                .isPresent();
        if (otherFamily || !isAboutSsh(rule)) {
            return Optional.of(false);
        }
        List<XmlElement> sources = rule.children("source");
        if (rule.has("destination")) {
            return Optional.empty();
        }
        return sources.isEmpty() ? Optional.of(true) : isFrom(sources.get(0));
    }

    // Without a service or port a rule is about everything.
    private boolean isAboutSsh(XmlElement rule) {
        List<String> selectors = List.of(
                "service", "port", "protocol", "icmp-block", "icmp-type", "masquerade", "forward-port", "source-port");
        return rule.children().stream().noneMatch(it -> selectors.contains(it.name())) || opens(rule);
    }

    private Optional<Boolean> isFrom(XmlElement source) {
        boolean inverted = source.attribute("invert")
                .filter(it -> it.equalsIgnoreCase("true") || it.equalsIgnoreCase("yes"))
                .isPresent();
        return source.attribute("address")
                .flatMap(IpRange::parse)
                .flatMap(range -> client.address().map(it -> range.contains(it) != inverted));
    }

    private Optional<Ruling> allowed() {
        return opens(zone)
                ? Optional.of(Ruling.of(Verdict.HEALTHY, path + " lets port " + client.port() + " in"))
                : Optional.empty();
    }

    private boolean opens(XmlElement element) {
        return element.children("port").stream().anyMatch(this::isPort)
                || element.children("protocol").stream()
                        .anyMatch(it -> it.attribute("value").equals(Optional.of("tcp")))
                || element.children("service").stream()
                        .flatMap(it -> it.attribute("name").stream())
                        .anyMatch(this::isService);
    }

    private boolean isService(String name) {
        List<XmlElement> ports = servicePorts.apply(name);
        return ports.isEmpty()
                ? name.equals("ssh") && client.port() == SSH
                : ports.stream().anyMatch(this::isPort);
    }

    private boolean isPort(XmlElement port) {
        String range = port.attribute("port").orElse("");
        if (!range.matches("\\d{1,5}(-\\d{1,5})?")
                || !port.attribute("protocol").equals(Optional.of("tcp"))) {
            return false;
        }
        String[] ends = range.split("-", -1);
        return Integer.parseInt(ends[0]) <= client.port() && client.port() <= Integer.parseInt(ends[ends.length - 1]);
    }

    // "default" rejects what nothing lets in.
    private Ruling target() {
        String target = zone.attribute("target").orElse("default");
        return Ruling.of(
                target.equals("ACCEPT") ? Verdict.HEALTHY : Verdict.FAILED,
                path + " does not let port " + client.port() + " in (target " + target + ")");
    }

    private String place(XmlElement rule, String what) {
        return path + ":" + rule.line() + ": " + what;
    }
}
