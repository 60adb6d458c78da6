package io.github.rescuekit.repair.firewall;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rescuekit.LoopImage;
import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.Result;
import io.github.rescuekit.model.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The kernel's word on the same rule sets: loaded in a network namespace, with a client in another that tries to connect. */
class KernelRulesIT {

    // The client's namespace ends with its process; nothing is left of either.
    private static final String SCRIPT = """
            set -eu
            cd "$1"
            ip link set lo up
            unshare --net sleep 600 & client=$!
            trap 'kill $client' EXIT
            while [ "$(readlink /proc/$client/ns/net)" = "$(readlink /proc/self/ns/net)" ]; do sleep 0.05; done
            ip link add server type veth peer name client netns $client
            ip address add 10.9.0.1/24 dev server
            ip link set server up
            ip route add default dev server
            inside() { nsenter --net=/proc/$client/ns/net "$@"; }
            inside ip link set lo up
            inside ip link set client up
            inside ip address add 192.0.2.7/32 dev client
            inside ip address add 198.51.100.9/32 dev client
            iperf3 --server --port 22 --daemon --pidfile "$PWD/pid"
            trap 'kill $client $(tr -d "\\0" <"$PWD/pid")' EXIT
            for file in *.nft *.iptables; do
                nft flush ruleset
                case $file in
                *.nft) nft --file "$file" ;;
                *) iptables-restore "$file" ;;
                esac
                inside ip route replace 10.9.0.1 dev client src "$(cat "${file%.*}.from")"
                if inside timeout 1 bash -c '</dev/tcp/10.9.0.1/22' 2>/dev/null; then
                    echo "${file%.*} HEALTHY"
                else
                    echo "${file%.*} FAILED"
                fi
            done
            """;

    @TempDir
    private Path directory;

    @Test
    void theKernelDoesWhatIsToldOfIt() throws IOException {
        List<String> expected = new ArrayList<>();
        for (int n = 0; n < RuleSets.ALL.size(); n++) {
            RuleSets rules = RuleSets.ALL.get(n);
            Files.writeString(directory.resolve(n + "." + rules.dialect()), rules.text());
            Files.writeString(directory.resolve(n + ".from"), rules.from());
            expected.add(n + " " + rules.verdict());
        }

        Result result = LoopImage.RUNNER.run(Command.of("unshare", "--net", "bash", "-s", directory.toString())
                .reading(SCRIPT)
                .within(Duration.ofMinutes(5)));

        assertThat(result.lines()).as(result.err()).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(RuleSets.ALL).extracting(RuleSets::verdict).contains(Verdict.HEALTHY, Verdict.FAILED);
    }

    @Test
    void theToolTakesARuleThatWasPutIn() {
        RuleCheck check = new RuleCheck(LoopImage.RUNNER, LoopImage.TOOLS);
        String good = RuleSets.inet("\t\tip saddr 203.0.113.7 tcp dport 22 accept comment \"rescuekit\"\n");

        assertThat(check.complaint("/etc/nftables.conf", good)).isEmpty();
        assertThat(check.complaint("/etc/nftables.conf", good.replace("accept", "acept")))
                .hasValueSatisfying(it -> assertThat(it).contains("syntax error"));
        assertThat(check.complaint("/etc/iptables/rules.v4", "*filter\n-A INPUT -p tcp --dport x -j ACCEPT\nCOMMIT\n"))
                .isPresent();
        assertThat(check.complaint(
                        "/etc/iptables/rules.v4",
                        "*filter\n-A INPUT -s 203.0.113.7/32 -p tcp -m tcp --dport 22 -j ACCEPT\nCOMMIT\n"))
                .isEmpty();
    }
}
