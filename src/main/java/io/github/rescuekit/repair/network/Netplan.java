package io.github.rescuekit.repair.network;

import io.github.rescuekit.installed.SystemFile;
import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.model.YamlLine;
import io.github.rescuekit.parse.PlainYaml;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Reads the files of netplan(5), those of one name in /etc before those in /lib, all of them merged. */
final class Netplan {

    private static final Set<String> ADDRESSES_OF_DHCP = Set.of("dhcp4", "dhcp6", "accept-ra");
    private static final Set<String> TRUE = Set.of("true", "yes", "on", "True", "TRUE");

    private Netplan() {}

    static List<String> paths(SystemFiles files) {
        Map<String, String> byName = new TreeMap<>();
        for (String directory : List.of("/etc/netplan", "/usr/lib/netplan", "/lib/netplan")) {
            for (SystemFile file : files.glob(directory + "/*.yaml")) {
                byName.putIfAbsent(file.path().substring(file.path().lastIndexOf('/') + 1), file.path());
            }
        }
        return List.copyOf(byName.values());
    }

    static List<Configured> read(SystemFiles files) {
        Map<String, Configured> interfaces = new LinkedHashMap<>();
        for (String path : paths(files)) {
            for (YamlLine line : PlainYaml.parse(files.text(path).orElseThrow().text())) {
                if (line.key(0).equals("network") && line.path().size() > 2 && isKind(line.key(1))) {
                    read(interfaces.computeIfAbsent(line.key(2), it -> new Configured("netplan")), path, line);
                }
            }
        }
        interfaces.values().stream().filter(it -> !it.macs().isEmpty()).forEach(Configured::renamed);
        return new ArrayList<>(interfaces.values());
    }

    private static boolean isKind(String key) {
        return Set.of("ethernets", "bridges", "bonds", "vlans", "tunnels", "wifis", "vrfs")
                .contains(key);
    }

    private static void read(Configured configured, String path, YamlLine line) {
        Stated value = new Stated(path, line.line(), line.value());
        if (!line.key(1).equals("ethernets")) {
            configured.virtual();
        }
        if (line.path().size() == 3) {
            configured.names().add(new Stated(path, line.line(), line.key(2)));
        }
        switch (line.key(3)) {
            case "match" -> match(configured, line, value);
            case "addresses" -> {
                if (!line.value().isEmpty() && !line.lastKey().equals("label")) {
                    configured.addresses().add(value);
                }
            }
            case "gateway4", "gateway6" -> configured.gateways().add(value);
            case "routes" -> route(configured, line, value);
            case "dhcp4", "dhcp6", "accept-ra" -> {
                if (ADDRESSES_OF_DHCP.contains(line.key(3)) && TRUE.contains(line.value())) {
                    configured.dynamic();
                }
            }
            default -> {}
        }
    }

    private static void match(Configured configured, YamlLine line, Stated value) {
        switch (line.lastKey()) {
            case "macaddress" -> configured.macs().add(value);
            case "name", "driver" -> configured.virtual();
            default -> {}
        }
    }

    // The gateway of a route to everywhere; other routes only say that the link has more networks.
    private static void route(Configured configured, YamlLine line, Stated value) {
        if (line.lastKey().equals("via")) {
            configured.gateways().add(value);
        } else if (line.lastKey().equals("on-link") && TRUE.contains(line.value())) {
            configured.onLink();
        } else if (line.lastKey().equals("scope") && line.value().equals("link")) {
            configured.onLink();
        }
    }
}
