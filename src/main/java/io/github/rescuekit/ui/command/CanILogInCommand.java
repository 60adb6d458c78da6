package io.github.rescuekit.ui.command;

import io.github.rescuekit.model.Machine;
import io.github.rescuekit.repair.Diagnosis;
import io.github.rescuekit.repair.Recipe;
import io.github.rescuekit.report.Answer;
import io.github.rescuekit.report.LoginReport;
import io.github.rescuekit.ui.Operator;
import io.github.rescuekit.ui.Toolkit;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/** {@code can-i-log-in}: which door into an installed system is closed, and why. */
@Command(
        name = "can-i-log-in",
        description = {
            "Which door into an installed system is open once it runs, and which is not.",
            "Judges sshd, its keys, accounts, firewalls and the network by what is on the disk.",
            "Reads only; writes no block."
        },
        footer = {
            "",
            "Examples:",
            "  rescuekit can-i-log-in",
            "  rescuekit can-i-log-in --system /dev/sda1 --json",
            "",
            "Exit code 0: nothing on the disk keeps you out, 3: something does, or it cannot be told."
        })
public final class CanILogInCommand extends SystemVerb {

    private static final List<String> ON_THE_WAY =
            List.of("network-config", "firewall-lockout", "sshd-config", "root-password", "ssh-key");

    CanILogInCommand(Toolkit toolkit, Operator operator) {
        super(toolkit, operator);
    }

    @Override
    public Level level() {
        return Level.LOOK;
    }

    @Override
    public Answer run() {
        Machine machine = toolkit().machine().get();
        return look(
                machine,
                target -> new LoginReport(
                                toolkit().departure().outlook(machine, target), Diagnosis.of(target.look(), onTheWay()))
                        .answer(style()));
    }

    private List<Recipe> onTheWay() {
        Stream<Recipe> all = toolkit().recipes().all().stream();
        return all.filter(it -> ON_THE_WAY.contains(it.id())).toList();
    }
}
