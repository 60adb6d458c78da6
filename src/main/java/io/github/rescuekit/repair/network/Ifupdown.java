package io.github.rescuekit.repair.network;

import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.installed.SystemFile;
import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.model.IpAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Reads {@code interfaces(5)} with the files that it names. */
final class Ifupdown {

    private static final String MAIN = "/etc/network/interfaces";
    private static final int DEEPEST = 8;
    private static final Set<String> COMMANDS = Set.of("up", "post-up", "pre-up");
    // Those of Debian and, in Python, of ifupdown2, which Proxmox has.
    private static final List<String> PROGRAMS = List.of("/sbin/ifup", "/usr/share/ifupdown2/lib/iproute2.py");
    private static final int LARGEST_PROGRAM = 1 << 20;
    private static final Set<String> VIRTUAL =
            Set.of("bridge_ports", "bond-slaves", "vlan-raw-device", "slaves", "vlan_raw_device");

    private final SystemFiles files;
    private final Map<String, Configured> interfaces = new LinkedHashMap<>();
    private final Map<String, List<Stated>> started = new LinkedHashMap<>();

    private Ifupdown(SystemFiles files) {
        this.files = files;
    }

    /** The interfaces that are brought up at boot; those of other stanzas wait for somebody. */
    static List<Configured> read(SystemFiles files) {
        Ifupdown reader = new Ifupdown(files);
        reader.read(MAIN, 0);
        if (putsGatewaysOnLink(files)) {
            reader.interfaces.values().forEach(Configured::onLink);
        }
        List<Configured> read = new ArrayList<>();
        reader.interfaces.forEach((name, configured) -> {
            if (reader.started.containsKey(name) && !name.equals("lo")) {
                configured.names().addAll(Objects.requireNonNull(reader.started.get(name)));
                read.add(configured);
            }
        });
        return read;
    }

    // They hold the command: "ip route add default via %gateway% ... dev %iface% onlink". That of ifupdown-ng is
    // without.
    private static boolean putsGatewaysOnLink(SystemFiles files) {
        return PROGRAMS.stream()
                .flatMap(it -> files.head(it, LARGEST_PROGRAM).stream())
                .anyMatch(it -> FileText.decode(it).text().contains(" onlink"));
    }

    private void read(String file, int depth) {
        Configured current = new Configured("ifupdown");
        int number = 0;
        for (String line : files.text(file).map(FileText::text).orElse("").split("\n", -1)) {
            number++;
            String[] words = line.strip().split("\\s+", -1);
            if (words.length < 2 || words[0].startsWith("#")) {
                continue;
            }
            switch (words[0]) {
                case "auto", "allow-auto", "allow-hotplug" -> begun(words, file, number);
                case "iface" -> current = stanza(words, file, number);
                case "source" -> included(words[1], file, depth);
                case "source-directory" ->
                    files.glob(absolute(words[1], file) + "/*").stream()
                            .map(SystemFile::path)
                            .filter(it -> it.matches(".*/[a-zA-Z0-9_-]+"))
                            .forEach(it -> read(it, depth + 1));
                case "mapping", "no-auto-down", "no-scripts", "rename" -> current = new Configured("ifupdown");
                default -> option(current, words, new Stated(file, number, words[1]));
            }
        }
    }

    private void included(String pattern, String file, int depth) {
        if (depth < DEEPEST) {
            files.glob(absolute(pattern, file)).forEach(it -> read(it.path(), depth + 1));
        }
    }

    private static String absolute(String path, String file) {
        return path.startsWith("/") ? path : file.substring(0, file.lastIndexOf('/') + 1) + path;
    }

    private void begun(String[] words, String file, int number) {
        for (String name : List.of(words).subList(1, words.length)) {
            started.computeIfAbsent(base(name), it -> new ArrayList<>()).add(new Stated(file, number, name));
        }
    }

    // "eth0:1" is a second address of eth0.
    private static String base(String name) {
        return name.split("[:]", 2)[0];
    }

    private Configured stanza(String[] words, String file, int number) {
        String name = base(words[1]);
        Configured configured = interfaces.computeIfAbsent(name, it -> new Configured("ifupdown"));
        configured.names().add(new Stated(file, number, words[1]));
        if (name.contains(".") || name.contains("/") || name.contains("*")) {
            configured.virtual();
        }
        if (words.length > 3 && Set.of("dhcp", "auto", "ppp", "manual").contains(words[3])) {
            configured.dynamic();
        }
        return configured;
    }

    private static void option(Configured configured, String[] words, Stated value) {
        String key = words[0];
        if (key.equals("address")) {
            configured.addresses().add(value);
        } else if (key.equals("netmask") && !configured.addresses().isEmpty()) {
            netmask(configured, value);
        } else if (key.equals("gateway")) {
            configured.gateways().add(value);
        } else if (key.equals("pointopoint")) {
            configured.onLink();
        } else if (COMMANDS.contains(key) && String.join(" ", words).contains("route")) {
            configured.onLink();
            configured.routes();
        } else if (VIRTUAL.contains(key)) {
            configured.virtual();
        }
    }

    // "address 192.0.2.7" with "netmask 255.255.255.0" or "netmask 24"
    private static void netmask(Configured configured, Stated mask) {
        int last = configured.addresses().size() - 1;
        Stated address = configured.addresses().get(last);
        String length = IpAddress.parse(mask.text())
                .flatMap(IpAddress::prefixLength)
                .map(String::valueOf)
                .orElse(mask.text());
        if (!address.text().contains("/")) {
            configured.addresses().set(last, new Stated(address.file(), address.line(), address.text() + "/" + length));
        }
    }
}
