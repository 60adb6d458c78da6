package io.github.rescuekit.repair.network;

import io.github.rescuekit.installed.SystemFile;
import io.github.rescuekit.installed.SystemFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads {@code systemd.network(5)}. */
final class Networkd {

    private static final Set<String> DYNAMIC = Set.of("yes", "true", "ipv4", "both", "v4");

    private Networkd() {}

    static List<Configured> read(SystemFiles files) {
        List<Configured> read = new ArrayList<>();
        for (SystemFile file : files.glob("/etc/systemd/network/*.network")) {
            read.add(read(SectionLines.of(files, file.path())));
        }
        return read;
    }

    private static Configured read(SectionLines lines) {
        Configured configured = new Configured("systemd-networkd");
        for (SectionLines.Line line : lines.lines()) {
            switch (line.section() + "." + line.key()) {
                case "Match.Name" -> name(configured, lines, line);
                case "Match.MACAddress", "Match.PermanentMACAddress" ->
                    configured.macs().add(lines.stated(line));
                case "Match.Type", "Match.Driver", "Match.Path", "Match.Kind" -> configured.virtual();
                case "Network.DHCP" -> {
                    if (DYNAMIC.contains(line.value())) {
                        configured.dynamic();
                    }
                }
                case "Network.Address", "Address.Address" ->
                    configured.addresses().add(lines.stated(line));
                case "Network.Gateway", "Route.Gateway" -> configured.gateways().add(lines.stated(line));
                case "Route.GatewayOnLink", "Route.GatewayOnlink" -> {
                    if (Set.of("yes", "true", "1").contains(line.value())) {
                        configured.onLink();
                    }
                }
                case "Address.Peer" -> configured.onLink();
                default -> {}
            }
        }
        return configured;
    }

    private static void name(Configured configured, SectionLines lines, SectionLines.Line line) {
        configured.names().add(lines.stated(line));
        if (line.value().matches(".*[*?\\s!\\[].*")) {
            configured.virtual();
        }
    }
}
