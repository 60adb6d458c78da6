package io.github.rescuekit.repair.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.installed.FileText;
import io.github.rescuekit.installed.TestTree;
import io.github.rescuekit.model.FileMode;
import io.github.rescuekit.model.Finding;
import io.github.rescuekit.model.IpAddress;
import io.github.rescuekit.model.RescueNetwork;
import io.github.rescuekit.model.RescueNetwork.Card;
import io.github.rescuekit.model.Severity;
import io.github.rescuekit.repair.Choice;
import io.github.rescuekit.repair.Step;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkConfigTest {

    private static final String MAC = "52:54:00:00:00:01";
    private static final String RESOLV_CONF = "/etc/resolv.conf";
    static final String INTERFACES = "/etc/network/interfaces";
    static final String GOOD =
            "auto lo\niface lo inet loopback\n\nauto ens3\niface ens3 inet static\n    address 192.0.2.10/24\n    gateway 192.0.2.1\n";
    private static final RescueNetwork RESCUE = new RescueNetwork(
            List.of(new Card("eth0", MAC, List.of("ens3", "enp0s3"), List.of("192.0.2.10/24"))),
            List.of(IpAddress.parse("192.0.2.1").orElseThrow()),
            List.of("192.0.2.53"));

    private final NetworkConfig recipe = recipe();

    static NetworkConfig recipe() {
        return new NetworkConfig(() -> RESCUE);
    }

    private static TestTree starting(String tree, String service) {
        return start(TestTree.of(tree), service);
    }

    /** Has the service start at each boot. */
    static TestTree start(TestTree tree, String service) {
        String unit = "/usr/lib/systemd/system/" + service + ".service";
        return tree.file(RESOLV_CONF, "search example.org\nnameserver 192.0.2.53\n")
                .file(unit, "[Service]\nExecStart=/usr/sbin/x\n[Install]\nWantedBy=multi-user.target\n")
                .link("/etc/systemd/system/multi-user.target.wants/" + service + ".service", unit);
    }

    private static TestTree ifupdown(String text) {
        return starting("debian-12", "networking").file(INTERFACES, text);
    }

    @Test
    void correctsAGatewayOutsideTheNetwork() {
        TestTree tree = ifupdown(GOOD.replace("gateway 192.0.2.1", "gateway 198.51.100.1"));

        assertThat(titles(tree))
                .containsExactly(
                        "The gateway 198.51.100.1 is in none of the networks of its interface, and not said to be on the link");
        assertThat(repaired(tree, INTERFACES)).isEqualTo(GOOD);
    }

    @Test
    void correctsAGatewayThatIsNotTheOneOfRescueMode() {
        TestTree tree = ifupdown(GOOD.replace("gateway 192.0.2.1", "gateway 192.0.2.254"));

        assertThat(titles(tree)).containsExactly("The gateway 192.0.2.254 is not the one that rescue mode uses");
        assertThat(repaired(tree, INTERFACES)).isEqualTo(GOOD);
    }

    @Test
    void addsAGatewayThatIsMissing() {
        TestTree tree = ifupdown(GOOD.replace("    gateway 192.0.2.1\n", ""));

        assertThat(titles(tree)).containsExactly("No interface has a gateway");
        assertThat(repaired(tree, INTERFACES)).isEqualTo(GOOD);
    }

    @Test
    void givesTheInterfaceTheNameThatItWillHave() {
        TestTree tree = ifupdown(GOOD.replace("ens3", "eno1"));

        assertThat(titles(tree)).containsExactly("No card of this machine will be called eno1, which ifupdown sets up");
        assertThat(repaired(tree, INTERFACES)).isEqualTo(GOOD);
    }

    @Test
    void guessesNoNameWhereTwoCardsAreFree() {
        Card second = new Card("eth1", "52:54:00:00:00:02", List.of("ens4"), List.of());
        NetworkConfig two = new NetworkConfig(() ->
                new RescueNetwork(List.of(RESCUE.cards().get(0), second), RESCUE.gateways(), RESCUE.nameservers()));
        TestTree tree = ifupdown(GOOD.replace("ens3", "eno1"));

        assertThat(two.diagnose(TestRepair.system(tree)))
                .singleElement()
                .extracting(Finding::recipe)
                .isEqualTo(Optional.empty());
        assertThat(two.plan(TestRepair.system(tree), Choice.DEFAULT).steps()).isEmpty();
    }

    @Test
    void correctsAStaleRuleOfUdev() {
        String rules = "/etc/udev/rules.d/70-persistent-net.rules";
        String rule =
                "SUBSYSTEM==\"net\", ACTION==\"add\", ATTR{address}==\"52:54:00:aa:bb:cc\", ATTR{type}==\"1\", KERNEL==\"eth*\", NAME=\"eth0\"\n";
        TestTree tree = ifupdown(GOOD.replace("ens3", "eth0")).file(rules, rule);

        assertThat(titles(tree))
                .containsExactly(
                        "The network is bound to a card that is not in this machine: 52:54:00:aa:bb:cc (udev)");
        assertThat(repaired(tree, rules)).isEqualTo(rule.replace("52:54:00:aa:bb:cc", MAC));
    }

    @Test
    void findsNothingOnAHealthySystem() {
        assertThat(titles(ifupdown(GOOD))).isEmpty();
        assertThat(titles(ifupdown("auto lo\niface lo inet loopback\nallow-hotplug ens3\niface ens3 inet dhcp\n")))
                .isEmpty();
    }

    @Test
    void findsNothingInWhatHostersUse() {
        // A gateway outside of a /32, reached by a route of its own or as a point to point.
        String pointToPoint =
                "auto ens3\niface ens3 inet static\n    address 192.0.2.10/32\n    pointopoint 198.51.100.1\n    gateway 198.51.100.1\n";
        String route =
                "auto ens3\niface ens3 inet static\n    address 192.0.2.10\n    netmask 255.255.255.255\n    up ip route add 198.51.100.1 dev ens3\n    gateway 198.51.100.1\n";
        assertThat(titles(ifupdown(pointToPoint))).isEmpty();
        assertThat(titles(ifupdown(route))).isEmpty();
        // A second stanza that nothing brings up, and old names that are asked for.
        assertThat(titles(ifupdown(GOOD + "iface eth9 inet static\n    address 10.0.0.1/8\n")))
                .isEmpty();
        assertThat(titles(ifupdown(GOOD.replace("ens3", "eth0"))
                        .file("/etc/default/grub", "GRUB_CMDLINE_LINUX=\"net.ifnames=0\"\n")))
                .isEmpty();
    }

    @Test
    void knowsTheProgramsThatPutAGatewayOnTheLinkByThemselves() {
        String outside =
                GOOD.replace("192.0.2.10/24", "192.0.2.10/32").replace("gateway 192.0.2.1", "gateway 198.51.100.1");
        String program = "[[ ip route add default via %gateway% [[metric %metric%]] dev %iface% onlink ]]";
        String ifcfg = "DEVICE=ens3\nONBOOT=yes\nBOOTPROTO=none\nIPADDR=192.0.2.10\nPREFIX=32\nGATEWAY=198.51.100.1\n";
        String path = "/etc/sysconfig/network-scripts/ifcfg-ens3";
        String keyFile = "[connection]\nid=ens3\ntype=ethernet\n\n[ipv4]\naddress1=192.0.2.10/32,198.51.100.1\n";

        assertThat(titles(ifupdown(outside))).hasSize(1);
        assertThat(titles(ifupdown(outside).file("/usr/sbin/ifup", program))).isEmpty();
        assertThat(titles(ifupdown(outside)
                        .file("/usr/share/ifupdown2/lib/iproute2.py", "    if onlink:\n        cmd += \" onlink\"\n")))
                .isEmpty();
        assertThat(titles(starting("centos-7", "network").file(path, ifcfg))).hasSize(1);
        assertThat(titles(starting("centos-7", "NetworkManager").file(path, ifcfg)))
                .isEmpty();
        assertThat(titles(starting("almalinux-9", "NetworkManager")
                        .file("/etc/NetworkManager/system-connections/ens3.nmconnection", keyFile)
                        .mode("/etc/NetworkManager/system-connections/ens3.nmconnection", 0_600)))
                .isEmpty();
    }

    @Test
    void correctsAGatewayOnTheLinkThatRescueModeDoesNotUse() {
        TestTree tree = ifupdown(GOOD.replace("gateway 192.0.2.1", "gateway 198.51.100.1"))
                .file("/usr/sbin/ifup", "ip route add default via %gateway% dev %iface% onlink");

        assertThat(titles(tree)).containsExactly("The gateway 198.51.100.1 is not the one that rescue mode uses");
        assertThat(repaired(tree, INTERFACES)).isEqualTo(GOOD);
    }

    @Test
    void findsNothingWhereNothingStartsTheConfiguration() {
        assertThat(titles(TestTree.of("debian-12").file(INTERFACES, GOOD.replace("ens3", "eno1"))))
                .isEmpty();
    }

    @Test
    void warnsOfAnAddressThatRescueModeDoesNotHave() {
        TestTree tree = ifupdown(GOOD.replace("192.0.2.10", "192.0.2.99"));

        assertThat(titles(tree)).containsExactly("The addresses of the system are not those of rescue mode");
        assertThat(steps(tree)).isEmpty();
    }

    private static TestTree netplan(String text) {
        return TestTree.of("ubuntu-22.04")
                .file(RESOLV_CONF, "nameserver 192.0.2.53\n")
                .file("/usr/sbin/netplan", "")
                .file("/etc/netplan/50-cloud-init.yaml", text);
    }

    @Test
    void correctsAMacInNetplanAndKeepsCloudInitFromWritingItAgain() {
        String good =
                "# written by cloud-init\nnetwork:\n    ethernets:\n        ens3:\n            dhcp4: true\n            match:\n                macaddress: "
                        + MAC + "\n            set-name: ens3\n    version: 2\n";
        TestTree tree = netplan(good.replace(MAC, "fa:16:3e:00:00:01"));

        assertThat(titles(tree))
                .containsExactly(
                        "The network is bound to a card that is not in this machine: fa:16:3e:00:00:01 (netplan)");
        TestTree repaired = TestRepair.repair(recipe, tree, Choice.DEFAULT);
        assertThat(repaired.text("/etc/netplan/50-cloud-init.yaml")
                        .orElseThrow()
                        .text())
                .isEqualTo(good);
        assertThat(repaired.text("/etc/cloud/cloud.cfg.d/99-disable-network-config.cfg")
                        .orElseThrow()
                        .text())
                .isEqualTo("network: {config: disabled}\n");
        assertThat(titles(netplan(good))).isEmpty();
    }

    @Test
    void knowsAGatewayOnTheLinkInNetplan() {
        String text =
                "network:\n  version: 2\n  ethernets:\n    ens3:\n      addresses: [192.0.2.10/32]\n      routes:\n        - to: default\n          via: 198.51.100.1\n          on-link: true\n";

        assertThat(titles(netplan(text))).isEmpty();
        assertThat(titles(netplan(text.replace("          on-link: true\n", ""))))
                .containsExactly(
                        "The gateway 198.51.100.1 is in none of the networks of its interface, and not said to be on the link");
    }

    @Test
    void saysThatItDoesNotUnderstandAnAnchorInNetplan() {
        TestTree tree = netplan("network:\n  ethernets: &all\n    ens3: {dhcp4: true}\n");

        assertThat(titles(tree)).isEmpty();
        assertThat(recipe.unknowns(TestRepair.system(tree)))
                .singleElement()
                .asString()
                .contains("&all");
    }

    @Test
    void closesAKeyFileThatNetworkManagerIgnoresAndCorrectsItsGateway() {
        String path = "/etc/NetworkManager/system-connections/ens3.nmconnection";
        String good =
                "[connection]\nid=ens3\ntype=ethernet\ninterface-name=ens3\n\n[ipv4]\naddress1=192.0.2.10/24,192.0.2.1\nmethod=manual\n";
        TestTree tree =
                starting("almalinux-9", "NetworkManager").file(path, good.replace(",192.0.2.1", ",198.51.100.1"));

        assertThat(titles(tree))
                .containsExactly(
                        "The gateway 198.51.100.1 is not the one that rescue mode uses",
                        "NetworkManager ignores " + path + ": it must be root's, and for nobody else to read");
        TestTree repaired = TestRepair.repair(recipe, tree, Choice.DEFAULT);
        assertThat(repaired.text(path).orElseThrow().text()).isEqualTo(good);
        assertThat(repaired.find(path).orElseThrow().mode().toString()).isEqualTo("0600");
    }

    @Test
    void correctsIfcfgOfRhel() {
        String path = "/etc/sysconfig/network-scripts/ifcfg-eth0";
        String good = "DEVICE=ens3\nHWADDR=" + MAC
                + "\nONBOOT=yes\nBOOTPROTO=none\nIPADDR=192.0.2.10\nNETMASK=255.255.255.0\nGATEWAY=192.0.2.1\n";
        TestTree tree = starting("centos-7", "network")
                .file(path, good.replace(MAC, "52:54:00:AA:BB:CC").replace("192.0.2.1\n", "192.0.3.1\n"));

        assertThat(titles(tree)).hasSize(2);
        assertThat(repaired(tree, path)).isEqualTo(good);
        assertThat(titles(starting("centos-7", "network").file(path, good))).isEmpty();
        assertThat(titles(starting("centos-7", "network")
                        .file(path, good.replace("ens3", "em9").replace("ONBOOT=yes", "ONBOOT=no"))))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nameserver 192.0.2.1\nsearch example.org\n"})
    void takesTheNameServersOfRescueModeWhereThereAreNone(String text) {
        TestTree tree = ifupdown(GOOD).file(RESOLV_CONF, text);

        assertThat(recipe.diagnose(TestRepair.system(tree)))
                .containsExactly(new Finding(
                        "network-config",
                        Severity.WARNING,
                        "The system asks no name server: names are not resolved, updates and mail fail",
                        List.of("/etc/resolv.conf names no server", "rescue mode asks 192.0.2.53"),
                        Optional.of("network-config")));
        assertThat(TestRepair.repair(recipe, tree, Choice.DEFAULT)
                        .node(RESOLV_CONF)
                        .content())
                .isEqualTo("nameserver 192.0.2.53\n" + text);
    }

    @Test
    void replacesALinkToAFileThatNothingMakes() {
        TestTree tree = ifupdown(GOOD).remove(RESOLV_CONF).link(RESOLV_CONF, "../run/systemd/resolve/stub-resolv.conf");

        assertThat(recipe.plan(TestRepair.system(tree), Choice.DEFAULT).steps())
                .containsExactly(
                        new Step.RemoveFile(RESOLV_CONF),
                        new Step.CreateFile(RESOLV_CONF, FileText.of("nameserver 192.0.2.53\n"), new FileMode(0_644)));
        TestRepair.repair(recipe, tree, Choice.DEFAULT);
        TestRepair.repair(recipe, ifupdown(GOOD).remove(RESOLV_CONF), Choice.DEFAULT);
    }

    @Test
    void writesNoNameServerThatOnlyTheRescueSystemHas() {
        NetworkConfig local =
                new NetworkConfig(() -> new RescueNetwork(RESCUE.cards(), RESCUE.gateways(), List.of("127.0.0.53")));
        TestTree tree = ifupdown(GOOD).file(RESOLV_CONF, "");

        assertThat(local.diagnose(TestRepair.system(tree)))
                .extracting(Finding::recipe)
                .containsExactly(Optional.empty());
        assertThat(local.plan(TestRepair.system(tree), Choice.DEFAULT).steps()).isEmpty();
    }

    // Something writes the file at boot, or answers on the server itself.
    @ParameterizedTest
    @ValueSource(strings = {"systemd-resolved", "NetworkManager", "unbound"})
    void findsNoMissingNameServerWhereAServiceCares(String service) {
        String unit = "/usr/lib/systemd/system/" + service + ".service";
        TestTree tree = ifupdown(GOOD)
                .remove(RESOLV_CONF)
                .file(unit, "[Service]\nExecStart=/usr/sbin/x\n[Install]\nWantedBy=multi-user.target\n")
                .link("/etc/systemd/system/multi-user.target.wants/" + service + ".service", unit);

        assertThat(recipe.diagnose(TestRepair.system(tree))).isEmpty();
        assertThat(recipe.diagnose(TestRepair.system(
                        ifupdown("auto ens3\niface ens3 inet dhcp\n").remove(RESOLV_CONF))))
                .isEmpty();
    }

    // As YaST of openSUSE Leap 15 writes it: ifcfg(5), routes(5).
    private static TestTree wicked(String ifcfg, String routes) {
        return starting("opensuse-15", "wicked")
                .file("/etc/sysconfig/network/ifcfg-lo", "IPADDR='127.0.0.1/8'\nSTARTMODE='nfsroot'\n")
                .file("/etc/sysconfig/network/ifcfg-ens3", ifcfg)
                .file("/etc/sysconfig/network/routes", routes);
    }

    @Test
    void correctsTheRoutesOfSuse() {
        String path = "/etc/sysconfig/network/routes";
        TestTree tree =
                wicked("BOOTPROTO='static'\nSTARTMODE='auto'\nIPADDR='192.0.2.10/24'\n", "default 198.51.100.1 - -\n");

        assertThat(recipe.diagnose(TestRepair.system(tree))).singleElement().satisfies(it -> {
            assertThat(it.severity()).isEqualTo(Severity.CRITICAL);
            assertThat(it.title()).contains("198.51.100.1 is in none of the networks");
        });
        assertThat(TestRepair.repair(recipe, tree, Choice.DEFAULT).node(path).content())
                .isEqualTo("default 192.0.2.1 - -\n");
    }

    @Test
    void tellsThatACardOfSuseHasAnotherName() {
        TestTree tree = wicked("", "default 192.0.2.1 - -\n")
                .remove("/etc/sysconfig/network/ifcfg-ens3")
                .file(
                        "/etc/sysconfig/network/ifcfg-eth7",
                        "BOOTPROTO='static'\nIPADDR='192.0.2.10'\nNETMASK='255.255.255.0'\n");

        assertThat(recipe.diagnose(TestRepair.system(tree))).singleElement().satisfies(it -> {
            assertThat(it.title()).isEqualTo("No card of this machine will be called eth7, which wicked sets up");
            assertThat(it.recipe()).isEmpty();
        });
        assertThat(recipe.plan(TestRepair.system(tree), Choice.DEFAULT).steps()).isEmpty();
    }

    // Right, from DHCP, on the link, not started, or left behind by an update.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "BOOTPROTO='static';IPADDR='192.0.2.10/24' | default 192.0.2.1 - -",
                "BOOTPROTO='static';IPADDR_0='192.0.2.10';PREFIXLEN_0='24' | default 192.0.2.1 - ens3",
                "BOOTPROTO='dhcp';STARTMODE='auto' | # none",
                "BOOTPROTO='static';IPADDR='192.0.2.10/32' | 198.51.100.1 - - ens3;default 198.51.100.1 - ens3",
            })
    void findsNothingInAHealthySuse(String ifcfg, String routes) {
        TestTree tree = wicked(ifcfg.replace(";", "\n") + "\n", routes.replace(";", "\n") + "\n")
                .file("/etc/sysconfig/network/ifcfg-eth7.rpmsave", "IPADDR='10.0.0.1/24'\n")
                .file("/etc/sysconfig/network/ifcfg-eth8", "STARTMODE='off'\nIPADDR='10.0.0.1/24'\n");

        assertThat(recipe.diagnose(TestRepair.system(tree))).isEmpty();
        assertThat(recipe.plan(TestRepair.system(tree), Choice.DEFAULT).steps()).isEmpty();
    }

    @Test
    void correctsNetworkd() {
        String path = "/etc/systemd/network/10-wan.network";
        String good = "[Match]\nName=ens3\n\n[Network]\nAddress=192.0.2.10/24\nGateway=192.0.2.1\n";
        TestTree tree = starting("debian-12", "systemd-networkd").file(path, good.replace("ens3", "enp1s0"));

        assertThat(titles(tree))
                .containsExactly("No card of this machine will be called enp1s0, which systemd-networkd sets up");
        assertThat(repaired(tree, path)).isEqualTo(good);
        assertThat(titles(starting("debian-12", "systemd-networkd").file(path, good.replace("ens3", "en*"))))
                .isEmpty();
    }

    private List<String> titles(TestTree tree) {
        return recipe.diagnose(TestRepair.system(tree)).stream()
                .map(Finding::title)
                .toList();
    }

    private List<Step> steps(TestTree tree) {
        return recipe.plan(TestRepair.system(tree), Choice.DEFAULT).steps();
    }

    private String repaired(TestTree tree, String path) {
        return TestRepair.repair(recipe, tree, Choice.DEFAULT)
                .text(path)
                .orElseThrow()
                .text();
    }
}
