package io.github.rescuekit.probe;

import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.Runner;
import io.github.rescuekit.exec.Tools;
import io.github.rescuekit.model.IpAddress;
import io.github.rescuekit.model.RescueNetwork;
import io.github.rescuekit.model.RescueNetwork.Card;
import io.github.rescuekit.parse.IpJson;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Looks at the network of the rescue system. */
public final class NetworkProbe {

    // The order in which systemd's 99-default.link takes them.
    private static final List<String> NAMES =
            List.of("ID_NET_NAME_FROM_DATABASE", "ID_NET_NAME_ONBOARD", "ID_NET_NAME_SLOT", "ID_NET_NAME_PATH");
    private static final String NAMESERVER = "nameserver ";

    private final Runner runner;
    private final Tools tools;
    private final KernelFiles files;

    public NetworkProbe(Runner runner, Tools tools) {
        this.runner = runner;
        this.tools = tools;
        this.files = new KernelFiles(Path.of("/"));
    }

    /** What is set up now; nothing is known without the program ip. */
    public RescueNetwork look() {
        if (!tools.has("ip")) {
            return RescueNetwork.UNKNOWN;
        }
        List<Card> cards = IpJson.links(ip("-details", "address")).stream()
                .filter(it -> it.isEthernet() && it.kind().isEmpty())
                .map(it -> new Card(it.name(), it.mac(), futureNames(it.name()), it.addresses()))
                .toList();
        List<IpAddress> gateways = Stream.of("-4", "-6")
                .flatMap(it -> IpJson.routes(ip(it, "route", "show", "default")).stream())
                .flatMap(it -> it.gateway().flatMap(IpAddress::parse).stream())
                .distinct()
                .toList();
        return new RescueNetwork(cards, gateways, nameservers());
    }

    private String ip(String... arguments) {
        return runner.run(Command.of("ip", "-json").with(arguments)).out();
    }

    private List<String> futureNames(String name) {
        if (!tools.has("udevadm")) {
            return List.of();
        }
        // Code 1 and more: no udev runs here, or it knows nothing of this interface.
        List<String> properties = runner.run(
                        Command.of("udevadm", "info", "--query=property", "--path=/sys/class/net/" + name)
                                .acceptingAny())
                .lines();
        return NAMES.stream()
                .flatMap(key -> properties.stream()
                        .filter(it -> it.startsWith(key + "="))
                        .map(it -> it.substring(key.length() + 1)))
                .filter(it -> !it.isBlank())
                .distinct()
                .toList();
    }

    private List<String> nameservers() {
        return files.text("/etc/resolv.conf").stream()
                .flatMap(String::lines)
                .filter(it -> it.startsWith(NAMESERVER))
                .map(it -> it.substring(NAMESERVER.length()).strip())
                .toList();
    }
}
