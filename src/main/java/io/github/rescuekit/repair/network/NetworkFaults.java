package io.github.rescuekit.repair.network;

import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.installed.Services;
import io.github.rescuekit.installed.SystemFile;
import io.github.rescuekit.installed.SystemFiles;
import io.github.rescuekit.model.IpAddress;
import io.github.rescuekit.model.IpRange;
import io.github.rescuekit.model.RescueNetwork;
import io.github.rescuekit.model.RescueNetwork.Card;
import io.github.rescuekit.model.Severity;
import io.github.rescuekit.repair.network.NetworkFault.Correction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Compares what an installed system would set up with what this machine has and with what works in rescue mode. */
public final class NetworkFaults {

    private static final String RULES = "/etc/udev/rules.d/70-persistent-net.rules";
    private static final Pattern RULE =
            Pattern.compile(".*ATTR\\{address}==\"(?<mac>[0-9a-fA-F:]{17})\".*NAME=\"(?<name>[^\"]+)\".*");
    private static final Pattern OLD_NAME = Pattern.compile("eth\\d+");
    private static final Map<String, String> GATEWAY_LINES = Map.of(
            "ifupdown", "    gateway ",
            "ifcfg", "GATEWAY=",
            "systemd-networkd", "Gateway=",
            "NetworkManager", "gateway=");

    private final InstalledSystem system;
    private final SystemFiles files;
    private final RescueNetwork rescue;
    private final List<Configured> configured;

    private NetworkFaults(InstalledSystem system, RescueNetwork rescue) {
        this.system = system;
        this.files = system.files();
        this.rescue = rescue;
        this.configured = configured();
    }

    /** What is wrong; nothing is said where the rescue system does not know its own network. */
    public static List<NetworkFault> of(InstalledSystem system, RescueNetwork rescue) {
        if (rescue.cards().isEmpty()) {
            return List.of();
        }
        NetworkFaults faults = new NetworkFaults(system, rescue);
        List<NetworkFault> found = new ArrayList<>(faults.macs());
        found.addAll(faults.names());
        found.addAll(faults.gateways());
        faults.noGateway().ifPresent(found::add);
        found.addAll(faults.addresses());
        return List.copyOf(found);
    }

    /** Why the system asks no name server once it runs; empty when it does, or when nobody can tell. */
    public static Optional<String> whyNoNameServer(InstalledSystem system, RescueNetwork rescue) {
        List<Configured> configured = new NetworkFaults(system, rescue).configured;
        return configured.isEmpty()
                ? Optional.empty()
                : NameServers.whyNone(system, configured.stream().anyMatch(Configured::isDynamic));
    }

    /** The files that NetworkManager ignores for their modes, where it starts. */
    public static List<SystemFile> ignoredKeyFiles(InstalledSystem system) {
        return starts(system, "NetworkManager")
                ? KeyFiles.files(system.files()).stream()
                        .filter(KeyFiles::isIgnored)
                        .toList()
                : List.of();
    }

    private static boolean starts(InstalledSystem system, String service) {
        return !Services.starts(system.files(), system.init(), service).isEmpty();
    }

    private List<Configured> configured() {
        List<Configured> all = new ArrayList<>();
        if (starts(system, "networking")) {
            all.addAll(Ifupdown.read(files));
        }
        if (files.exists("/usr/sbin/netplan")) {
            all.addAll(Netplan.read(files));
        }
        if (starts(system, "systemd-networkd")) {
            all.addAll(Networkd.read(files));
        }
        boolean hasManager = starts(system, "NetworkManager");
        if (hasManager) {
            all.addAll(KeyFiles.read(files));
        }
        if (hasManager || starts(system, "network")) {
            List<Configured> read = Ifcfg.read(files);
            if (hasManager) {
                read.forEach(Configured::onLink);
            }
            all.addAll(read);
        }
        if (starts(system, "wicked")) {
            all.addAll(Wicked.read(files));
        }
        return all;
    }

    private List<Configured> onHardware() {
        return configured.stream().filter(it -> !it.isVirtual()).toList();
    }

    private List<NetworkFault> macs() {
        List<NetworkFault> faults = new ArrayList<>();
        for (Configured one : onHardware()) {
            for (Stated mac : one.macs()) {
                if (rescue.cardWithMac(mac.text()).isEmpty()) {
                    faults.add(pinned(mac, one.stack()));
                }
            }
        }
        int number = 0;
        for (String line : files.text(RULES).map(FileText::text).orElse("").split("\n", -1)) {
            number++;
            Matcher rule = RULE.matcher(line.startsWith("#") ? "" : line);
            if (rule.matches() && rescue.cardWithMac(rule.group("mac")).isEmpty() && isUsed(rule.group("name"))) {
                faults.add(pinned(new Stated(RULES, number, rule.group("mac")), "udev"));
            }
        }
        return faults;
    }

    private boolean isUsed(String name) {
        return onHardware().stream()
                .anyMatch(it -> it.name().filter(name::equals).isPresent());
    }

    private NetworkFault pinned(Stated mac, String stack) {
        return new NetworkFault(
                Severity.CRITICAL,
                "The network is bound to a card that is not in this machine: " + mac.text() + " (" + stack + ")",
                List.of(mac.toString(), "this machine has " + cards()),
                freeCard().stream().map(it -> Correction.of(mac, it.mac())).toList());
    }

    private String cards() {
        return String.join(
                ", ",
                rescue.cards().stream()
                        .map(it -> it.futureNames().stream()
                                        .findFirst()
                                        .map(name -> name + " ")
                                        .orElse("")
                                + it.mac())
                        .toList());
    }

    /** The only card that no configured interface means. */
    private Optional<Card> freeCard() {
        List<Card> free = rescue.cards().stream().filter(it -> !isMeant(it)).toList();
        return free.size() == 1 ? Optional.of(free.get(0)) : Optional.empty();
    }

    private boolean isMeant(Card card) {
        return onHardware().stream()
                .anyMatch(it -> it.macs().stream().anyMatch(mac -> mac.text().equalsIgnoreCase(card.mac()))
                        || (it.macs().isEmpty()
                                && it.name()
                                        .filter(card.futureNames()::contains)
                                        .isPresent()));
    }

    private List<NetworkFault> names() {
        boolean isKnown =
                rescue.cards().stream().noneMatch(it -> it.futureNames().isEmpty());
        if (!isKnown || keepsOldNames()) {
            return List.of();
        }
        Set<String> given = Set.copyOf(givenNames());
        return onHardware().stream()
                .filter(it -> it.name().isPresent() && !it.isRenamed())
                .filter(it -> !given.contains(it.name().orElseThrow()))
                .filter(it -> rescue.cards().stream()
                        .noneMatch(card -> card.futureNames().contains(it.name().orElseThrow())))
                .map(this::nameless)
                .toList();
    }

    // "net.ifnames=0" on the kernel's command line: eth0 and eth1 stay.
    private boolean keepsOldNames() {
        return Stream.of("/etc/default/grub", "/boot/grub/grub.cfg", "/boot/grub2/grub.cfg", "/etc/kernel/cmdline")
                        .flatMap(it -> files.text(it).stream())
                        .anyMatch(it -> it.text().contains("net.ifnames=0"))
                && onHardware().stream()
                        .allMatch(it -> it.name()
                                .filter(name -> !OLD_NAME.matcher(name).matches())
                                .isEmpty());
    }

    /** Names that files of the system give to cards. */
    private List<String> givenNames() {
        Stream<String> rules = files.text(RULES).stream()
                .flatMap(it -> it.text().lines())
                .filter(it -> !it.startsWith("#"))
                .map(RULE::matcher)
                .filter(Matcher::matches)
                .map(it -> it.group("name"));
        Stream<String> links = files.glob("/etc/systemd/network/*.link").stream()
                .flatMap(it -> SectionLines.of(files, it.path()).lines().stream())
                .filter(it -> it.section().equals("Link") && it.key().equals("Name"))
                .map(SectionLines.Line::value);
        return Stream.concat(rules, links).distinct().toList();
    }

    private NetworkFault nameless(Configured one) {
        String name = one.name().orElseThrow();
        List<Correction> corrections = freeCard().stream()
                .flatMap(card -> one.names().stream()
                        .filter(it -> it.line() > 0)
                        .map(it -> Correction.of(
                                it, it.text().replace(name, card.futureNames().get(0)))))
                .toList();
        List<String> evidence =
                new ArrayList<>(one.names().stream().map(Stated::toString).toList());
        evidence.add("this machine has " + cards());
        return new NetworkFault(
                Severity.CRITICAL,
                "No card of this machine will be called " + name + ", which " + one.stack() + " sets up",
                evidence,
                corrections);
    }

    private List<NetworkFault> gateways() {
        List<NetworkFault> faults = new ArrayList<>();
        for (Configured one : configured) {
            for (Stated gateway : one.gateways()) {
                IpAddress.parse(gateway.text())
                        .flatMap(it -> gateway(one, gateway, it))
                        .ifPresent(faults::add);
            }
        }
        return faults;
    }

    private Optional<NetworkFault> gateway(Configured one, Stated stated, IpAddress gateway) {
        List<IpRange> networks = networks(one).stream()
                .filter(it -> it.first().bits() == gateway.bits())
                .toList();
        boolean isInside = networks.stream().anyMatch(it -> it.contains(gateway));
        Optional<IpAddress> working = rescue.gateways().stream()
                .filter(it -> networks.stream().anyMatch(network -> network.contains(it)))
                .findFirst();
        List<Correction> corrections =
                working.stream().map(it -> Correction.of(stated, it.toString())).toList();
        // fe80::1 is on every link.
        if (!isInside && !one.isOnLink() && !one.isDynamic() && !networks.isEmpty() && !isLinkLocal(gateway)) {
            return Optional.of(new NetworkFault(
                    Severity.CRITICAL,
                    "The gateway " + gateway
                            + " is in none of the networks of its interface, and not said to be on the link",
                    List.of(stated.toString(), "addresses: " + texts(one.addresses()), rescueWords()),
                    corrections));
        }
        boolean isOther = (isInside || one.isOnLink())
                && hasAddressOfRescue(one)
                && working.isPresent()
                && !rescue.gateways().contains(gateway);
        return isOther
                ? Optional.of(new NetworkFault(
                        Severity.WARNING,
                        "The gateway " + gateway + " is not the one that rescue mode uses",
                        List.of(stated.toString(), rescueWords()),
                        corrections))
                : Optional.empty();
    }

    private static boolean isLinkLocal(IpAddress address) {
        return address.toString().startsWith("fe80:");
    }

    private String rescueWords() {
        return "rescue mode has "
                + rescue.cards().stream().flatMap(it -> it.addresses().stream()).toList() + ", gateways "
                + rescue.gateways();
    }

    private static String texts(List<Stated> stated) {
        return String.join(", ", stated.stream().map(Stated::text).toList());
    }

    private static List<IpRange> networks(Configured one) {
        return one.addresses().stream()
                .flatMap(it -> IpRange.parse(it.text()).stream())
                .toList();
    }

    private boolean hasAddressOfRescue(Configured one) {
        List<String> here = rescue.cards().stream()
                .flatMap(it -> it.addresses().stream())
                .map(it -> it.split("/", 2)[0])
                .toList();
        return one.addresses().stream().anyMatch(it -> here.contains(it.text().split("/", 2)[0]));
    }

    private Optional<NetworkFault> noGateway() {
        boolean hasWay = configured.stream()
                .anyMatch(
                        it -> it.isDynamic() || it.hasRoutes() || !it.gateways().isEmpty());
        List<Configured> fixed =
                configured.stream().filter(it -> !it.addresses().isEmpty()).toList();
        if (hasWay || fixed.isEmpty() || rescue.gateways().isEmpty()) {
            return Optional.empty();
        }
        List<Correction> corrections = fixed.stream()
                .flatMap(one -> rescue.gateways().stream()
                        .filter(it -> networks(one).stream().anyMatch(network -> network.contains(it)))
                        .limit(1)
                        .flatMap(it -> added(one, it).stream()))
                .limit(1)
                .toList();
        return Optional.of(new NetworkFault(
                Severity.CRITICAL,
                "No interface has a gateway",
                List.of("addresses: " + texts(fixed.get(0).addresses()), rescueWords()),
                corrections));
    }

    // netplan's routes are several lines at an indent that only a person can judge.
    private static Optional<Correction> added(Configured one, IpAddress gateway) {
        Stated address = one.addresses().get(one.addresses().size() - 1);
        return Optional.ofNullable(GATEWAY_LINES.get(one.stack()))
                .map(it -> new Correction(address.file(), address.line(), "", it + gateway));
    }

    private List<NetworkFault> addresses() {
        boolean knows = rescue.cards().stream().anyMatch(it -> !it.addresses().isEmpty());
        List<Configured> fixed =
                configured.stream().filter(it -> !it.addresses().isEmpty()).toList();
        boolean agrees = fixed.stream().anyMatch(this::hasAddressOfRescue)
                || configured.stream().anyMatch(Configured::isDynamic);
        return !knows || fixed.isEmpty() || agrees
                ? List.of()
                // Rescue modes behind address translation have others by design: a hint for a person, no fault by
                // itself.
                : List.of(new NetworkFault(
                        Severity.NOTE,
                        "The addresses of the system are not those of rescue mode",
                        List.of(fixed.get(0).addresses().get(0).toString(), rescueWords()),
                        List.of()));
    }
}
