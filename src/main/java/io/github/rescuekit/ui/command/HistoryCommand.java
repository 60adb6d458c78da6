package io.github.rescuekit.ui.command;

import io.github.rescuekit.report.Answer;
import io.github.rescuekit.report.HistoryReport;
import io.github.rescuekit.ui.Operator;
import io.github.rescuekit.ui.Toolkit;
import picocli.CommandLine.Command;

/** {@code history}: what Rescuekit did to an installed system. */
@Command(
        name = "history",
        description = {
            "What Rescuekit changed, in this and in earlier boots.",
            "The journal is on that system, in /var/lib/rescuekit. A run that was cut off shows as interrupted."
        },
        footer = {"", "Examples:", "  rescuekit history", "  rescuekit history --system web1 --json"})
public final class HistoryCommand extends SystemVerb {

    HistoryCommand(Toolkit toolkit, Operator operator) {
        super(toolkit, operator);
    }

    @Override
    public Level level() {
        return Level.LOOK;
    }

    @Override
    public Answer run() {
        return look(
                toolkit().machine().get(),
                target -> new HistoryReport(target.look(), target.history()).answer(style()));
    }
}
