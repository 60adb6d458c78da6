package io.github.rescuekit.repair.access;

import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.installed.SshdLine;
import io.github.rescuekit.installed.SshdSettings;
import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.model.IpAddress;
import io.github.rescuekit.model.RescueNetwork;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The addresses that sshd is told to listen on; with none that the machine has it does not start. */
public final class ListenAddresses {

    private static final String KEYWORD = "listenaddress";
    // An address may also come up later: a tunnel, a second card.
    private static final List<String> NETWORK_FILES = List.of(
            "/etc/network/interfaces",
            "/etc/network/interfaces.d/*",
            "/etc/netplan/*",
            "/etc/systemd/network/*",
            "/etc/NetworkManager/system-connections/*",
            "/etc/sysconfig/network/*",
            "/etc/sysconfig/network-scripts/*",
            "/etc/cloud/cloud.cfg.d/*",
            "/etc/wireguard/*",
            "/etc/openvpn/*",
            "/etc/openvpn/*/*",
            "/etc/keepalived/*");

    private final SystemFiles files;
    private final List<IpAddress> here;

    private ListenAddresses(SystemFiles files, RescueNetwork rescue) {
        this.files = files;
        this.here = rescue.cards().stream()
                .flatMap(it -> it.addresses().stream())
                .flatMap(it -> IpAddress.parse(it.replaceFirst("/.*", "")).stream())
                .toList();
    }

    /** The lines, when sshd would listen on nothing; none when it listens on something or nobody can tell. */
    public static List<SshdLine> absent(SystemFiles files, RescueNetwork rescue) {
        ListenAddresses addresses = new ListenAddresses(files, rescue);
        List<SshdLine> lines = SshdSettings.of(files).lines().stream()
                .filter(SshdLine::forEverybody)
                .filter(it -> it.setting().keyword().equals(KEYWORD))
                .toList();
        return lines.stream().allMatch(addresses::isAbsent) ? lines : List.of();
    }

    private boolean isAbsent(SshdLine line) {
        return line.setting().arguments().stream()
                .findFirst()
                .map(ListenAddresses::withoutPort)
                .flatMap(IpAddress::parse)
                .filter(this::isAbsent)
                .isPresent();
    }

    // "[::1]:22", "192.0.2.7:22", "2001:db8::7"
    private static String withoutPort(String address) {
        if (address.startsWith("[")) {
            return address.substring(1).replaceFirst("\\].*", "");
        }
        return address.indexOf(':') == address.lastIndexOf(':') ? address.replaceFirst(":.*", "") : address;
    }

    private boolean isAbsent(IpAddress address) {
        boolean knowsFamily = here.stream().anyMatch(it -> it.isV4() == address.isV4());
        boolean isSpecial = address.value().signum() == 0
                || address.toString().startsWith("127.")
                || address.equals(IpAddress.parse("::1").orElseThrow());
        return knowsFamily
                && !isSpecial
                && !here.contains(address)
                && whereConfigured(address).isEmpty();
    }

    private Optional<String> whereConfigured(IpAddress address) {
        Pattern whole = Pattern.compile("(?<![0-9a-fA-F.:])" + Pattern.quote(address.toString()) + "(?![0-9a-fA-F.:])");
        return NETWORK_FILES.stream()
                .flatMap(it -> files.glob(it).stream())
                .map(it -> it.path())
                .filter(it -> Stream.of(it)
                        .flatMap(path -> files.text(path).stream())
                        .map(FileText::text)
                        .anyMatch(text -> whole.matcher(text).find()))
                .findFirst();
    }
}
