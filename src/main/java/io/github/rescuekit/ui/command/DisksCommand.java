package io.github.rescuekit.ui.command;

import io.github.rescuekit.report.Answer;
import io.github.rescuekit.report.DisksReport;
import io.github.rescuekit.ui.Operator;
import io.github.rescuekit.ui.Toolkit;
import picocli.CommandLine.Command;

/** {@code disks}: the block devices as a tree. */
@Command(
        name = "disks",
        description = "Disks, partitions, arrays and volumes as a tree.",
        footer = {
            "",
            "Shows what is on each device, where it is mounted, and which devices belong to",
            "the rescue system itself. A terminal of 120 columns or more also shows UUIDs.",
            "What cannot be found out is listed at the end with the reason.",
            "",
            "Examples:",
            "  rescuekit disks",
            "  rescuekit disks --json"
        })
public final class DisksCommand extends Verb {

    DisksCommand(Toolkit toolkit, Operator operator) {
        super(toolkit, operator);
    }

    @Override
    public Level level() {
        return Level.LOOK;
    }

    @Override
    public Answer run() {
        return new DisksReport(toolkit().machine().get(), operator().columns()).answer(style());
    }
}
