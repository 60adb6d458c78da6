package io.github.rescuekit.repair.firewall;

import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.Result;
import io.github.rescuekit.exec.Runner;
import io.github.rescuekit.exec.Tools;
import io.github.rescuekit.mount.PrivateNetwork;
import java.util.Optional;

/**
 * Lets the rescue system's own tools read changed rules, in a network namespace that ends with them: nothing of the
 * installed system runs, and no rule comes into the kernel that this rescue is reached through.
 */
public final class RuleCheck {

    private final Runner runner;
    private final Tools tools;

    public RuleCheck(Runner runner, Tools tools) {
        this.runner = runner;
        this.tools = tools;
    }

    /** What the tool complains of; empty when it takes the rules, and where it is not there to be asked. */
    public Optional<String> complaint(String path, String text) {
        return command(path, text)
                .filter(it -> PrivateNetwork.canRun(tools, it))
                .map(it -> runner.run(PrivateNetwork.around(it).reading(text).acceptingAny()))
                .filter(it -> it.exitCode() != 0)
                .map(RuleCheck::words);
    }

    // A file that includes others would be read with those of the rescue system.
    private static Optional<Command> command(String path, String text) {
        if (path.contains("nftables") && text.lines().noneMatch(it -> it.strip().startsWith("include"))) {
            return Optional.of(Command.of("nft", "--check", "--file", "-"));
        }
        if (path.contains("ip6tables") || path.endsWith("rules.v6") || path.endsWith("rules6-save")) {
            return Optional.of(Command.of("ip6tables-restore", "--test"));
        }
        return path.contains("iptables") ? Optional.of(Command.of("iptables-restore", "--test")) : Optional.empty();
    }

    private static String words(Result result) {
        return result.all().lines().filter(it -> !it.isBlank()).findFirst().orElse("exit code " + result.exitCode());
    }
}
