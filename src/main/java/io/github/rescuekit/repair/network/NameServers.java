package io.github.rescuekit.repair.network;

import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.installed.Services;
import io.github.rescuekit.installed.SystemFiles;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Which name servers an installed system asks once it runs: resolv.conf(5), and who writes it at boot. */
public final class NameServers {

    public static final String FILE = "/etc/resolv.conf";

    // They write the file, or answer at 127.0.0.1, where a system without the file asks.
    private static final List<String> SERVICES = List.of(
            "NetworkManager",
            "systemd-resolved",
            "resolvconf",
            "connman",
            "named",
            "bind9",
            "unbound",
            "dnsmasq",
            "pdns-recursor",
            "cloud-init");
    private static final List<String> PROGRAMS = List.of("/sbin/resolvconf", "/usr/sbin/resolvconf");
    private static final List<String> SETTINGS =
            List.of("/etc/sysconfig/network-scripts/ifcfg-*", "/etc/sysconfig/network/config");
    private static final String SERVER_OF_A_SETTING =
            "(?s).*(?:^|\\n)\\s*(?:DNS\\d|NETCONFIG_DNS_STATIC_SERVERS)=[\"']?[0-9a-fA-F].*";

    private NameServers() {}

    /**
     * Why there is none.
     *
     * @param isDynamic an interface takes its settings from the network, and with them name servers
     */
    static Optional<String> whyNone(InstalledSystem system, boolean isDynamic) {
        SystemFiles files = system.files();
        Optional<String> text = files.text(FILE).map(FileText::text);
        boolean names =
                text.stream().flatMap(String::lines).anyMatch(it -> it.strip().matches("nameserver\\s+\\S.*"));
        if (names || isDynamic || system.whyHidden("/etc").isPresent() || isWritten(system)) {
            return Optional.empty();
        }
        return Optional.of(text.map(it -> FILE + " names no server")
                .or(() -> files.linkTarget(FILE)
                        .map(it -> FILE + " leads to " + it + ", which is not there and which nothing makes"))
                .orElse("there is no " + FILE));
    }

    private static boolean isWritten(InstalledSystem system) {
        SystemFiles files = system.files();
        Stream<Boolean> services = SERVICES.stream()
                .map(it -> !Services.starts(files, system.init(), it).isEmpty());
        return services.anyMatch(it -> it)
                || PROGRAMS.stream().anyMatch(files::exists)
                || SETTINGS.stream()
                        .flatMap(it -> files.glob(it).stream())
                        .flatMap(it -> files.text(it.path()).stream())
                        .anyMatch(it -> it.text().matches(SERVER_OF_A_SETTING));
    }
}
