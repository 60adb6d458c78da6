package io.github.rescuekit.ui.command;

import io.github.rescuekit.leave.Departed;
import io.github.rescuekit.leave.Departure;
import io.github.rescuekit.leave.Outlook;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.report.Answer;
import io.github.rescuekit.report.LeaveReport;
import io.github.rescuekit.ui.Operator;
import io.github.rescuekit.ui.Toolkit;
import java.util.List;
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
            "back to its own disk in the provider's panel.",
            "",
            "Examples:",
            "  rescuekit leave",
            "  rescuekit leave --system /dev/sda2 --json",
            "  rescuekit leave --reboot             asks before it reboots",
            "  rescuekit leave --reboot --yes       for scripts",
            "",
            "Exit code 0: left, and no doubt. 3: a FAILED verdict, and nothing was unmounted;",
            "or left, but something cannot be told. 4: in the way: a process, a mount, a lock."
        })
public final class LeaveCommand extends SystemVerb {

    @Option(names = "--reboot", description = "Reboot when nothing is left.")
    private boolean reboot;

    @Option(names = "--anyway", description = "Also with a verdict FAILED.")
    private boolean anyway;

    @Option(names = "--yes", description = "With --reboot: do not ask.")
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
        Departure departure = toolkit().departure();
        Machine machine = toolkit().machine().get();
        BlockDevice root = rootOn(machine);
        Outlook outlook = departure.outlook(machine, root);
        LeaveReport report = new LeaveReport(outlook);
        if (outlook.forbidsLeaving() && !anyway) {
            return report.stayed(
                    "With a verdict FAILED nothing was unmounted. To leave all the same: add --anyway.", style());
        }
        if (!reboot || yes) {
            return leave(root, report, report.lines(style()));
        }
        if (wantsJson() || !operator().isPresent()) {
            return report.stayed("Nobody is there to say yes: add --yes to reboot. Nothing was unmounted.", style());
        }
        tell(report.lines(style()));
        return operator().confirm("Unmount everything and reboot this machine?", "--yes")
                ? leave(root, report, List.of())
                : report.declined();
    }

    private Answer leave(BlockDevice root, LeaveReport report, List<String> before) {
        Departed departed = toolkit().departure().leave(root);
        if (!departed.isDone()) {
            return report.blocked(departed, before, style());
        }
        if (reboot) {
            toolkit().departure().reboot();
        }
        return report.left(departed, reboot, before, style());
    }
}
