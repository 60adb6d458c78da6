package io.github.rescuekit.repair.network;

import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.installed.SystemFile;
import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.model.IpAddress;
import io.github.rescuekit.model.IpRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the files ifcfg-NAME, ifroute-NAME and routes of SUSE: ifcfg(5) and routes(5) of wicked. */
final class Wicked {

    private static final String DIRECTORY = "/etc/sysconfig/network/";
    private static final Pattern LEFT_BEHIND =
            Pattern.compile(".*(?:\\.bak|~|\\.old|\\.orig|\\.rpm\\w+|\\.scpmbackup)");
    private static final List<String> NOT_AT_BOOT = List.of("off", "manual");
    private static final int INTERFACE = 3;
    private static final Pattern FIXED = Pattern.compile("static|none|");

    private final SystemFiles files;
    private final List<Configured> read = new ArrayList<>();

    private Wicked(SystemFiles files) {
        this.files = files;
    }

    static List<Configured> read(SystemFiles files) {
        Wicked wicked = new Wicked(files);
        for (SystemFile file : files.glob(DIRECTORY + "ifcfg-*")) {
            String name = file.path().substring((DIRECTORY + "ifcfg-").length());
            SectionLines lines = SectionLines.of(files, file.path());
            if (!name.equals("lo")
                    && !LEFT_BEHIND.matcher(name).matches()
                    && lines.lines().stream().noneMatch(Wicked::isNotAtBoot)) {
                wicked.take(name, lines);
            }
        }
        wicked.routes(DIRECTORY + "routes", wicked.read);
        return wicked.read;
    }

    private static boolean isNotAtBoot(SectionLines.Line line) {
        return line.key().equals("STARTMODE")
                && NOT_AT_BOOT.contains(line.value().toLowerCase(Locale.ROOT));
    }

    private void take(String name, SectionLines lines) {
        Configured configured = new Configured("wicked");
        // The name of the file is that of the interface: no line states it.
        configured.names().add(new Stated(lines.file(), 0, name));
        for (SectionLines.Line line : lines.lines()) {
            switch (line.key().replaceAll("_?\\d*$", "")) {
                case "BOOTPROTO" -> {
                    if (!FIXED.matcher(line.value().toLowerCase(Locale.ROOT)).matches()) {
                        configured.dynamic();
                    }
                }
                case "IPADDR" -> address(lines, line).ifPresent(configured.addresses()::add);
                case "BRIDGE", "BONDING_MASTER", "ETHERDEVICE", "TUNNEL", "TEAM_RUNNER", "VXLAN", "WIREGUARD" ->
                    configured.virtual();
                default -> {}
            }
        }
        read.add(configured);
        routes(DIRECTORY + "ifroute-" + name, List.of(configured));
    }

    // IPADDR_1 goes with PREFIXLEN_1 or NETMASK_1, unless it has a length itself.
    private static Optional<Stated> address(SectionLines lines, SectionLines.Line line) {
        String suffix = line.key().substring("IPADDR".length());
        if (line.value().isEmpty()) {
            return Optional.empty();
        }
        Optional<String> length = line.value().contains("/")
                ? Optional.empty()
                : value(lines, "PREFIXLEN" + suffix)
                        .or(() -> value(lines, "NETMASK" + suffix)
                                .flatMap(IpAddress::parse)
                                .flatMap(IpAddress::prefixLength)
                                .map(String::valueOf));
        return Optional.of(new Stated(
                lines.file(),
                line.number(),
                line.value() + length.map(it -> "/" + it).orElse("")));
    }

    private static Optional<String> value(SectionLines lines, String key) {
        return lines.lines().stream()
                .filter(it -> it.key().equals(key))
                .map(SectionLines.Line::value)
                .filter(it -> !it.isEmpty())
                .findFirst();
    }

    // "default 192.0.2.1 - eth0"; a route to the gateway alone puts it on the link.
    private void routes(String path, List<Configured> interfaces) {
        List<String> lines = files.text(path).map(FileText::text).stream()
                .flatMap(String::lines)
                .toList();
        List<String> onLink = lines.stream()
                .map(it -> it.strip().split("\\s+"))
                .filter(it -> it.length > 1 && (it[1].equals("-") || it[1].equals("0.0.0.0") || it[1].equals("::")))
                .map(it -> it[0].replaceFirst("/(32|128)$", ""))
                .toList();
        for (int i = 0; i < lines.size(); i++) {
            String[] words = lines.get(i).strip().split("\\s+");
            if (words.length > 1 && (words[0].equals("default") || words[0].equals("0.0.0.0/0"))) {
                Stated gateway = new Stated(path, i + 1, words[1]);
                of(gateway, words, interfaces).ifPresent(one -> {
                    one.gateways().add(gateway);
                    if (onLink.contains(gateway.text())) {
                        one.onLink();
                    }
                });
            }
        }
    }

    // The interface that the line names, or that has the network of the gateway, or the first with an address.
    private static Optional<Configured> of(Stated gateway, String[] words, List<Configured> interfaces) {
        List<Configured> fixed =
                interfaces.stream().filter(it -> !it.addresses().isEmpty()).toList();
        Optional<IpAddress> address = IpAddress.parse(gateway.text());
        return interfaces.stream()
                .filter(it -> words.length > INTERFACE
                        && it.name().filter(words[INTERFACE]::equals).isPresent())
                .findFirst()
                .or(() -> fixed.stream()
                        .filter(it -> it.addresses().stream()
                                .flatMap(one -> IpRange.parse(one.text()).stream())
                                .anyMatch(network ->
                                        address.filter(network::contains).isPresent()))
                        .findFirst())
                .or(() -> fixed.stream().findFirst())
                .or(() -> interfaces.stream().findFirst());
    }
}
