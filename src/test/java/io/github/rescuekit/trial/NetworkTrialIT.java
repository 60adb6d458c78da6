package io.github.rescuekit.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.LoopImage;
import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.Runner;
import io.github.rescuekit.model.Progress;
import io.github.rescuekit.model.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The real ip, ping, ethtool and iperf3 between two network namespaces: one is the server, one its gateway. */
class NetworkTrialIT {

    private static final String SERVER = "rk-server-" + ProcessHandle.current().pid();
    private static final String GATEWAY =
            "rk-gateway-" + ProcessHandle.current().pid();
    private static final Runner INSIDE = command -> LoopImage.RUNNER.run(new Command(
            "ip",
            Stream.concat(Stream.of("netns", "exec", SERVER, command.program()), command.arguments().stream())
                    .toList(),
            command.input(),
            command.limit(),
            command.accepted(),
            command.watcher(),
            false));

    @BeforeEach
    void connect() {
        LoopImage.run("ip", "netns", "add", SERVER);
        LoopImage.run("ip", "netns", "add", GATEWAY);
        LoopImage.run("ip", "link", "add", "wan", "netns", SERVER, "type", "veth", "peer", "lan", "netns", GATEWAY);
        in(SERVER, "ip", "address", "add", "192.0.2.10/24", "dev", "wan");
        in(GATEWAY, "ip", "address", "add", "192.0.2.1/24", "dev", "lan");
        in(SERVER, "ip", "link", "set", "wan", "up");
        in(GATEWAY, "ip", "link", "set", "lan", "up");
        in(SERVER, "ip", "route", "add", "default", "via", "192.0.2.1");
    }

    @AfterEach
    void disconnect() {
        LoopImage.run("sh", "-c", "for pid in $(ip netns pids " + GATEWAY + "); do kill $pid; done");
        LoopImage.run("ip", "netns", "delete", SERVER);
        LoopImage.run("ip", "netns", "delete", GATEWAY);
    }

    private static void in(String namespace, String... command) {
        LoopImage.run(
                "ip",
                Stream.concat(Stream.of("netns", "exec", namespace), Stream.of(command))
                        .toArray(String[]::new));
    }

    private static List<TrialResult> run(Optional<String> to) {
        return new NetworkTrial(INSIDE, LoopImage.TOOLS).run(to, Progress.SILENT);
    }

    private static TrialResult result(List<TrialResult> results, String subject) {
        return results.stream()
                .filter(it -> it.subject().equals(subject))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aGoodLinkIsHealthyAndItsThroughputIsMeasured() {
        in(GATEWAY, "iperf3", "--server", "--daemon");

        List<TrialResult> results = run(Optional.of("192.0.2.1"));

        assertThat(result(results, "wan").verdict()).as(results.toString()).isEqualTo(Verdict.HEALTHY);
        assertThat(result(results, "gateway").verdict()).as(results.toString()).isEqualTo(Verdict.HEALTHY);
        TrialResult throughput = result(results, "192.0.2.1");
        assertThat(throughput.verdict()).as(throughput.toString()).isEqualTo(Verdict.HEALTHY);
        assertThat(throughput.figures())
                .extracting(Figure::key)
                .contains("sentMegabitsPerSecond", "receivedMegabitsPerSecond");
    }

    @Test
    void lossOnTheWayIsFound() {
        in(
                GATEWAY,
                "nft",
                "add table ip loss; add chain ip loss in { type filter hook input priority 0; }; add rule ip loss in icmp type echo-request numgen random mod 2 == 0 drop");

        TrialResult gateway = result(run(Optional.empty()), "gateway");

        assertThat(gateway.verdict()).as(gateway.toString()).isEqualTo(Verdict.FAILED);
        assertThat(gateway.summary()).contains("pings to the gateway were lost");
    }

    @Test
    void aGatewayThatAnswersNoPingIsSuspectAndOneThatIsNotThereFailed() {
        in(
                GATEWAY,
                "nft",
                "add table ip mute; add chain ip mute in { type filter hook input priority 0; policy drop; }");
        assertThat(result(run(Optional.empty()), "gateway").verdict()).isEqualTo(Verdict.SUSPECT);

        in(GATEWAY, "ip", "link", "set", "lan", "down");
        List<TrialResult> results = run(Optional.empty());
        assertThat(result(results, "wan").verdict()).as(results.toString()).isEqualTo(Verdict.FAILED);
        assertThat(result(results, "gateway").verdict()).as(results.toString()).isNotEqualTo(Verdict.HEALTHY);
    }

    @Test
    void packetsThatAreTooLargeForTheWayAreFound() {
        in(
                GATEWAY,
                "nft",
                "add table ip small; add chain ip small in { type filter hook input priority 0; }; add rule ip small in ip length > 1400 drop");

        TrialResult gateway = result(run(Optional.empty()), "gateway");

        assertThat(gateway.verdict()).as(gateway.toString()).isEqualTo(Verdict.SUSPECT);
        assertThat(gateway.summary()).contains("packets of 1500 bytes do not reach the gateway");
    }

    @Test
    void nothingIsSaidOfAHostWithoutIperf3() {
        TrialResult throughput = result(run(Optional.of("192.0.2.1")), "192.0.2.1");

        assertThat(throughput.verdict()).as(throughput.toString()).isEqualTo(Verdict.UNKNOWN);
        assertThat(throughput.summary()).startsWith("nothing was measured");
    }
}
