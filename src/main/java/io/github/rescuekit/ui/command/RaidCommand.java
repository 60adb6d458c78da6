package io.github.rescuekit.ui.command;

import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.report.Answer;
import io.github.rescuekit.report.RaidReport;
import io.github.rescuekit.ui.Operator;
import io.github.rescuekit.ui.Toolkit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code raid}: the arrays of this machine, and which of their members are old. */
@Command(
        name = "raid",
        description = "Arrays, their members, and which of those are old.",
        footer = {
            "",
            "Asks every member what it knows of its array, running or not: how often the array",
            "was changed (events), and when. A member with fewer events was left behind by the",
            "others and holds old data. Reads only, and assembles nothing.",
            "",
            "Examples:",
            "  rescuekit raid status",
            "  rescuekit raid status --json",
            "",
            "Exit code 0: every array is healthy, or there is none. 3: one needs attention, or",
            "cannot be judged."
        })
public final class RaidCommand extends Verb {

    private static final String STATUS = "status";

    @Parameters(arity = "0..1", paramLabel = "status", defaultValue = STATUS, description = "What is to be shown.")
    private String what = STATUS;

    RaidCommand(Toolkit toolkit, Operator operator) {
        super(toolkit, operator);
    }

    @Override
    public Level level() {
        return Level.LOOK;
    }

    @Override
    public Answer run() {
        if (!what.equals(STATUS)) {
            throw RescueException.usage("there is no 'raid " + what + "'", "see 'rescuekit raid --help'");
        }
        return new RaidReport(toolkit().health().arrays(toolkit().machine().get())).answer(style());
    }
}
