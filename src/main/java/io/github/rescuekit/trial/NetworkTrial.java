package io.github.rescuekit.trial;

import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.Result;
import io.github.rescuekit.exec.Runner;
import io.github.rescuekit.exec.Tools;
import io.github.rescuekit.model.Progress;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.model.Verdict;
import io.github.rescuekit.parse.Ethtool;
import io.github.rescuekit.parse.IpJson;
import io.github.rescuekit.parse.Iperf3;
import io.github.rescuekit.parse.Ping;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Tests the network from the rescue system: cards, gateway, packets of full size, names, throughput to a host. */
public final class NetworkTrial {

    private static final String TEST = "network";
    private static final int PINGS = 20;
    private static final double TOLERATED_LOSS = 0.2;
    private static final int HEADERS_V4 = 28;
    private static final int HEADERS_V6 = 48;
    private static final int MEGABIT = 1_000_000;
    private static final int SLOW_MEGABITS = 100;
    private static final String USUAL_NAME = "deb.debian.org";
    private static final int IPERF_SECONDS = 5;
    private static final Duration IPERF_LIMIT = Duration.ofSeconds(30);

    private final Runner runner;
    private final Tools tools;

    NetworkTrial(Runner runner, Tools tools) {
        this.runner = runner;
        this.tools = tools;
    }

    /** Without these it cannot be done. */
    public static List<String> programs(Optional<String> to) {
        return to.isPresent() ? List.of("ip", "ping", "iperf3") : List.of("ip", "ping");
    }

    /**
     * Tests one thing after the other.
     *
     * @param to a host where {@code iperf3 --server} runs
     */
    public List<TrialResult> run(Optional<String> to, Progress progress) {
        List<IpJson.Link> before = links();
        progress.at("gateway", 0.1);
        Optional<IpJson.Route> route = defaultRoute();
        List<TrialResult> results = new ArrayList<>();
        results.add(unlessImpossible("gateway", () -> gateway(route, before)));
        progress.at("names", 0.5);
        results.add(unlessImpossible("names", () -> names(to)));
        to.ifPresent(host -> {
            progress.at("throughput to " + host, 0.6);
            results.add(unlessImpossible(host, () -> throughput(host)));
        });
        // Last, so that errors of the tests' own packets count.
        List<IpJson.Link> after = links();
        return Stream.concat(before.stream().map(it -> card(it, after)), results.stream())
                .toList();
    }

    private static TrialResult unlessImpossible(String subject, Supplier<TrialResult> trial) {
        try {
            return trial.get();
        } catch (RescueException e) {
            return TrialResult.impossible(subject, e.unlessInterrupted());
        }
    }

    private List<IpJson.Link> links() {
        Command command = Command.of("ip", "-json", "-details", "-statistics", "address");
        return IpJson.links(runner.run(command).out()).stream()
                .filter(it -> it.isEthernet())
                .filter(it -> it.kind().filter(kind -> !kind.equals("veth")).isEmpty())
                .toList();
    }

    private Optional<IpJson.Route> defaultRoute() {
        return Stream.of("-4", "-6")
                .flatMap(it ->
                        IpJson.routes(runner.run(Command.of("ip", "-json", it, "route", "show", "default"))
                                        .out())
                                .stream())
                .filter(it -> it.gateway().isPresent())
                .findFirst();
    }

    private TrialResult card(IpJson.Link card, List<IpJson.Link> after) {
        long errors = after.stream()
                .filter(it -> it.name().equals(card.name()))
                .mapToLong(IpJson.Link::errors)
                .sum();
        Ethtool settings = tools.has("ethtool")
                ? Ethtool.parse(runner.run(Command.of("ethtool", card.name()).acceptingAny())
                        .all())
                : new Ethtool(Optional.empty(), Optional.empty(), Optional.empty());
        List<Judgement> judgements = new ArrayList<>(List.of(link(card, settings)));
        if (errors > 0) {
            boolean isGrowing = errors > card.errors();
            judgements.add(Judgement.of(
                    isGrowing ? Verdict.FAILED : Verdict.SUSPECT,
                    isGrowing
                            ? "packets were damaged during the test: " + (errors - card.errors())
                            : errors + " packets were damaged since the start",
                    "have cable, port and card looked at"));
        }
        settings.duplex()
                .filter("Half"::equals)
                .ifPresent(it -> judgements.add(Judgement.of(
                        Verdict.SUSPECT,
                        "the link is half duplex: the port at the other end is set to something else",
                        "ask the provider to set the port to automatic negotiation")));
        settings.megabits()
                .filter(it -> it < SLOW_MEGABITS)
                .ifPresent(it -> judgements.add(Judgement.of(
                        Verdict.SUSPECT, "the link runs at " + it + " Mb/s only", "have the cable looked at")));
        List<Figure> figures = new ArrayList<>();
        settings.megabits().ifPresent(it -> figures.add(Figure.count("megabitsPerSecond", it, "Mb/s")));
        figures.add(Figure.count("damagedPackets", errors, "damaged packets"));
        return Judgement.result(
                card.name(),
                TEST,
                judgements,
                figures,
                List.of("mac " + card.mac() + ", mtu " + card.mtu() + ", " + String.join(" ", card.addresses())),
                settings.megabits().isEmpty()
                        ? List.of("speed and duplex: the card or ethtool does not tell")
                        : List.of());
    }

    // A second card without a cable is no fault, and nobody but a person knows whether one belongs there.
    private static Judgement link(IpJson.Link card, Ethtool settings) {
        boolean hasLink = card.isUp() && settings.hasLink().orElse(true);
        if (hasLink) {
            return Judgement.healthy("the link is up");
        }
        return card.addresses().isEmpty()
                ? Judgement.of(
                        Verdict.UNKNOWN,
                        "there is no link, and the card is not set up",
                        "look whether a cable belongs there")
                : Judgement.of(Verdict.FAILED, "there is no link", "have cable and port looked at");
    }

    private TrialResult gateway(Optional<IpJson.Route> route, List<IpJson.Link> links) {
        if (route.isEmpty()) {
            return Judgement.result(
                    "gateway",
                    TEST,
                    List.of(Judgement.of(
                            Verdict.FAILED, "there is no default route", "set the network of the rescue up")),
                    List.of(),
                    List.of(),
                    List.of());
        }
        String address = route.get().gateway().orElseThrow();
        Ping ping = Ping.parse(ping(address, "-c", String.valueOf(PINGS), "-i", "0.2"));
        List<Judgement> judgements = new ArrayList<>(List.of(answers(address, ping)));
        if (ping.received() > 0) {
            links.stream()
                    .filter(it -> it.name().equals(route.get().device()))
                    .findFirst()
                    .ifPresent(it -> judgements.add(fullSize(address, it.mtu())));
        }
        List<Figure> figures =
                new ArrayList<>(List.of(Figure.count("lostPings", ping.lost(), "of " + ping.sent() + " pings lost")));
        ping.averageMillis().ifPresent(it -> figures.add(new Figure("averageMilliseconds", it, it + " ms on average")));
        ping.worstMillis().ifPresent(it -> figures.add(new Figure("worstMilliseconds", it, it + " ms at most")));
        return Judgement.result(
                "gateway",
                TEST,
                judgements,
                figures,
                List.of("default via " + address + " on " + route.get().device()),
                List.of());
    }

    // Code 1: no answer, or not all of them.
    private String ping(String address, String... options) {
        Result result = runner.run(Command.of("ping", "-q", "-n", "-W", "1")
                .with(options)
                .with("--", address)
                .accepting(0, 1));
        return result.out();
    }

    private Judgement answers(String address, Ping ping) {
        if (ping.received() == 0) {
            // Some gateways answer no pings; one that tells its hardware address is there all the same.
            boolean isThere = runner.run(Command.of("ip", "-json", "neigh", "show", address))
                    .out()
                    .contains("lladdr");
            return isThere
                    ? Judgement.of(
                            Verdict.SUSPECT,
                            "the gateway " + address + " is there, but answers no ping",
                            "many providers do not let it answer; test with --to HOST")
                    : Judgement.of(
                            Verdict.FAILED, "the gateway " + address + " does not answer", "check address and cable");
        }
        if (ping.lost() == 0) {
            return Judgement.healthy("the gateway answers every ping");
        }
        boolean isMuch = ping.lost() >= TOLERATED_LOSS * ping.sent();
        return Judgement.of(
                isMuch ? Verdict.FAILED : Verdict.SUSPECT,
                ping.lost() + " of " + ping.sent() + " pings to the gateway were lost",
                "test again; if it stays, send this to the provider");
    }

    private Judgement fullSize(String address, int mtu) {
        int payload = mtu - (address.contains(":") ? HEADERS_V6 : HEADERS_V4);
        Ping ping = Ping.parse(ping(address, "-c", "3", "-i", "0.2", "-M", "do", "-s", String.valueOf(payload)));
        return ping.received() > 0
                ? Judgement.healthy("packets of " + mtu + " bytes arrive")
                : Judgement.of(
                        Verdict.SUSPECT,
                        "packets of " + mtu + " bytes do not reach the gateway, small ones do",
                        "set a smaller MTU, or ask the provider for the right one");
    }

    private TrialResult names(Optional<String> to) {
        String name = to.filter(it -> !it.matches("[\\d.]+|.*:.*")).orElse(USUAL_NAME);
        // Code 2: there is no such name, or nobody to ask.
        Result result = runner.run(Command.of("getent", "ahosts", "--", name).accepting(0, 2));
        Optional<String> address = result.lines().stream().findFirst().map(it -> it.split("\\s+", 2)[0]);
        Judgement judgement = address.map(it -> Judgement.healthy(name + " is " + it))
                .orElseGet(() -> Judgement.of(
                        Verdict.FAILED,
                        name + " has no address",
                        "see the nameservers in /etc/resolv.conf of the rescue"));
        return Judgement.result("names", TEST, List.of(judgement), List.of(), List.of(), List.of());
    }

    private TrialResult throughput(String host) {
        List<Judgement> judgements = new ArrayList<>();
        List<Figure> figures = new ArrayList<>();
        measure(host, "sent", judgements, figures);
        measure(host, "received", judgements, figures, "--reverse");
        return Judgement.result(
                host,
                "iperf3",
                judgements,
                figures,
                List.of(),
                List.of("what the host and the way to it could do at best"));
    }

    private void measure(String host, String way, List<Judgement> judgements, List<Figure> figures, String... options) {
        Command command = Command.of(
                        "iperf3", "--json", "--time", String.valueOf(IPERF_SECONDS), "--connect-timeout", "5000")
                .with(options)
                .with("--client", host)
                .within(IPERF_LIMIT)
                .acceptingAny();
        Iperf3 report = Iperf3.parse(runner.run(command).out());
        if (report.error().isPresent() || report.bitsPerSecond().isEmpty()) {
            judgements.add(Judgement.of(
                    Verdict.UNKNOWN,
                    "nothing was measured: " + report.error().orElse("iperf3 gave no figure"),
                    "start 'iperf3 --server' on " + host + ", and let port 5201 in there"));
            return;
        }
        double megabits = report.bitsPerSecond().get() / MEGABIT;
        String words = String.format(Locale.ROOT, "%.0f Mb/s %s", megabits, way);
        figures.add(new Figure(way + "MegabitsPerSecond", Math.round(megabits), words));
        report.retransmits()
                .ifPresent(it -> figures.add(Figure.count(way + "Retransmits", it, "segments " + way + " again")));
        judgements.add(Judgement.healthy(words));
    }
}
