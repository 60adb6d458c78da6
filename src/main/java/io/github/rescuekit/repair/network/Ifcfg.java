package io.github.rescuekit.repair.network;

import io.github.rescuekit.installed.SystemFile;
import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.model.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads the files ifcfg-NAME of RHEL and its like. */
final class Ifcfg {

    private static final String DIRECTORY = "/etc/sysconfig/network-scripts/";
    private static final Set<String> DYNAMIC = Set.of("dhcp", "bootp");

    private Ifcfg() {}

    static List<Configured> read(SystemFiles files) {
        List<Configured> read = new ArrayList<>();
        for (SystemFile file : files.glob(DIRECTORY + "ifcfg-*")) {
            SectionLines lines = SectionLines.of(files, file.path());
            boolean isMeant =
                    !file.path().endsWith("ifcfg-lo") && !file.path().matches(".*(?:\\.bak|~|\\.orig|\\.rpmsave)");
            if (isMeant && !lines.has("ONBOOT", "no", "NO", "false")) {
                Configured configured = read(lines);
                if (files.exists(DIRECTORY + "route-" + file.path().substring((DIRECTORY + "ifcfg-").length()))) {
                    configured.onLink();
                    configured.routes();
                }
                read.add(configured);
            }
        }
        return read;
    }

    private static Configured read(SectionLines lines) {
        Configured configured = new Configured("ifcfg");
        for (SectionLines.Line line : lines.lines()) {
            switch (line.key().replaceAll("\\d+$", "")) {
                case "DEVICE" -> configured.names().add(lines.stated(line));
                case "HWADDR" -> configured.macs().add(lines.stated(line));
                case "TYPE" -> {
                    if (!line.value().equalsIgnoreCase("Ethernet")) {
                        configured.virtual();
                    }
                }
                case "BOOTPROTO" -> {
                    if (DYNAMIC.contains(line.value().toLowerCase(Locale.ROOT))) {
                        configured.dynamic();
                    }
                }
                case "IPADDR" -> configured.addresses().add(address(lines, line));
                case "GATEWAY", "IPV6_DEFAULTGW" -> configured.gateways().add(lines.stated(line));
                case "MASTER", "SLAVE", "BRIDGE", "VLAN", "TEAM_MASTER" -> configured.virtual();
                default -> {}
            }
        }
        return configured;
    }

    // IPADDR0 goes with PREFIX0 or NETMASK0.
    private static Stated address(SectionLines lines, SectionLines.Line line) {
        String number = line.key().substring("IPADDR".length());
        Optional<String> length = lines.lines().stream()
                .filter(it -> it.key().equals("PREFIX" + number))
                .map(SectionLines.Line::value)
                .findFirst()
                .or(() -> lines.lines().stream()
                        .filter(it -> it.key().equals("NETMASK" + number))
                        .flatMap(it -> IpAddress.parse(it.value()).flatMap(IpAddress::prefixLength).stream())
                        .map(String::valueOf)
                        .findFirst());
        return new Stated(
                lines.file(),
                line.number(),
                line.value() + length.map(it -> "/" + it).orElse(""));
    }
}
