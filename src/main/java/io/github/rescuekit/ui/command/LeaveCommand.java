package io.github.rescuekit.ui.command;

import io.github.rescuekit.leave.Departed;
import io.github.rescuekit.leave.Departure;
import io.github.rescuekit.leave.Outlook;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.report.Answer;
import io.github.rescuekit.report.LeaveReport;
import io.github.rescuekit.ui.Operator;
import io.github.rescuekit.ui.Toolkit;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code leave}: will it boot? Then unmount, and reboot when told. */
@Command(
        name = "leave",
        description = "Will it boot? Then unmount; reboot when told.",
        footer = {
            "",
            "Judges the system without writing a block, takes down all that Rescuekit has",
            "mounted, says who holds what, and looks whether anything is left. With a verdict",
            "FAILED it stays, unless --anyway.",
            "A provider's rescue mode comes back at each reboot until the server is switched",
            "back to its own disk in the provider's panel. --kexec needs no switch: it starts",
            "the kernel of the boot menu's default entry from this one, past firmware and boot",
            "loader, once. The next reboot is the provider's choice again.",
            "",
            "Examples:",
            "  rescuekit leave",
            "  rescuekit leave --system /dev/sda2 --json",
            "  rescuekit leave --reboot             asks before it reboots",
            "  rescuekit leave --reboot --yes       for scripts",
            "  rescuekit leave --kexec              straight into the server's own kernel",
            "",
            "Exit code 0: left, and no doubt. 3: a FAILED verdict, and nothing was unmounted;",
            "or left, but something cannot be told. 4: in the way: a process, a mount, a lock."
        })
public final class LeaveCommand extends SystemVerb {

    @Option(names = "--reboot", description = "Reboot when nothing is left.")
    private boolean reboot;

    @Option(names = "--kexec", description = "Start the server's own kernel when nothing is left.")
    private boolean kexec;

    @Option(names = "--anyway", description = "Also with a verdict FAILED.")
    private boolean anyway;

    @Option(names = "--yes", description = "With --reboot or --kexec: do not ask.")
    private boolean yes;

    LeaveCommand(Toolkit toolkit, Operator operator) {
        super(toolkit, operator);
    }

    @Override
    public Level level() {
        return Level.EDIT;
    }

    @Override
    public Answer run() {
        if (reboot && kexec) {
            throw RescueException.usage("--reboot and --kexec are two ways to end", "give one of them");
        }
        Departure departure = toolkit().departure();
        Machine machine = toolkit().machine().get();
        BlockDevice root = rootOn(machine);
        Outlook outlook = departure.outlook(machine, root);
        LeaveReport report = new LeaveReport(outlook);
        if (outlook.forbidsLeaving() && !anyway) {
            return report.stayed(
                    "With a verdict FAILED nothing was unmounted. To leave all the same: add --anyway.", style());
        }
        if (!(reboot || kexec) || yes) {
            return leave(machine, root, report, report.lines(style()));
        }
        if (wantsJson() || !operator().isPresent()) {
            return report.stayed(
                    "Nobody is there to say yes: add --yes to " + (kexec ? "start its kernel" : "reboot")
                            + ". Nothing was unmounted.",
                    style());
        }
        tell(report.lines(style()));
        String question = kexec
                ? "Unmount everything, end this rescue system and start the server's kernel?"
                : "Unmount everything and reboot this machine?";
        return operator().confirm(question, "--yes") ? leave(machine, root, report, List.of()) : report.declined();
    }

    private Answer leave(Machine machine, BlockDevice root, LeaveReport report, List<String> before) {
        Departure departure = toolkit().departure();
        // While it can be read: what is not loaded then stops nothing.
        Optional<String> release = kexec ? Optional.of(departure.load(machine, root)) : Optional.empty();
        Departed departed = departure.leave(root);
        if (!departed.isDone()) {
            release.ifPresent(it -> departure.unload());
            return report.blocked(departed, before, style());
        }
        Answer answer = report.left(departed, ending(release), before, style());
        return reboot || kexec ? end(departure, answer) : answer;
    }

    private LeaveReport.Ending ending(Optional<String> release) {
        return release.map(LeaveReport.Ending::kexec)
                .orElse(reboot ? LeaveReport.Ending.REBOOT : LeaveReport.Ending.STAY);
    }

    // The connection ends with the rescue system: what would be told after it, nobody sees.
    private Answer end(Departure departure, Answer answer) {
        tell(answer.text());
        if (kexec) {
            kexec(departure);
        } else {
            departure.reboot();
        }
        return new Answer(answer.exitCode(), "", answer.json());
    }

    // systemd starts what is loaded at the next reboot, whoever asks for that.
    private static void kexec(Departure departure) {
        try {
            departure.kexec();
        } catch (RescueException e) {
            departure.unload();
            throw e;
        }
    }
}
