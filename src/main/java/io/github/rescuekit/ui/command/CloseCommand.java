package io.github.rescuekit.ui.command;

import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.mount.MountedSystem;
import io.github.rescuekit.report.Answer;
import io.github.rescuekit.report.LayersReport;
import io.github.rescuekit.ui.Operator;
import io.github.rescuekit.ui.Toolkit;
import picocli.CommandLine.Command;

/** {@code close}: takes down what {@code open} has opened. */
@Command(
        name = "close",
        description = "Close what open has opened, in reverse.",
        footer = {
            "",
            "What somebody else has opened is never touched.",
            "",
            "Examples:",
            "  rescuekit close",
            "",
            "Exit code 0: nothing that Rescuekit opened is open any more, 4: a system is mounted."
        })
public final class CloseCommand extends Verb {

    CloseCommand(Toolkit toolkit, Operator operator) {
        super(toolkit, operator);
    }

    @Override
    public Level level() {
        return Level.EDIT;
    }

    @Override
    public Answer run() {
        Machine machine = toolkit().machine().get();
        toolkit().mounter().mounted(machine).stream().findFirst().ifPresent(it -> {
            throw mounted(it);
        });
        return LayersReport.closed(toolkit().layers().close());
    }

    private static RescueException mounted(MountedSystem system) {
        return RescueException.refused(
                "mounted",
                system.rootDevice().path() + " is mounted at " + system.root(),
                "take it down first: rescuekit umount");
    }
}
