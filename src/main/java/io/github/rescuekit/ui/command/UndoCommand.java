package io.github.rescuekit.ui.command;

import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.repair.PastRun;
import io.github.rescuekit.repair.RepairTarget;
import io.github.rescuekit.repair.Undo;
import io.github.rescuekit.report.Answer;
import io.github.rescuekit.report.UndoReport;
import io.github.rescuekit.session.JournalRun;
import io.github.rescuekit.ui.Operator;
import io.github.rescuekit.ui.Toolkit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code undo}: takes a repair back. */
@Command(
        name = "undo",
        description = {
            "Takes a repair back, to identical files.",
            "Content, mode, owner, attributes and times come back; also of a repair that was",
            "cut off, and of one of an earlier rescue boot. Refused, with the difference,",
            "when a file was changed since."
        },
        footer = {
            "",
            "Examples:",
            "  rescuekit undo              the last one",
            "  rescuekit undo 3 --yes      run 3 of 'rescuekit history', without asking",
            "",
            "Without a terminal and without --yes nothing is changed (exit code 3)."
        })
public final class UndoCommand extends SystemVerb {

    @Parameters(arity = "0..1", paramLabel = "RUN", description = "Number or name in 'history'; the last one without.")
    private @Nullable String run;

    @Option(names = "--plan", description = "Show what would be brought back and change nothing.")
    private boolean planOnly;

    @Option(names = "--yes", description = "Take it back without asking.")
    private boolean yes;

    UndoCommand(Toolkit toolkit, Operator operator) {
        super(toolkit, operator);
    }

    @Override
    public Level level() {
        return planOnly ? Level.LOOK : Level.EDIT;
    }

    @Override
    public Answer run() {
        Optional<UndoReport> seen = look(toolkit().machine().get(), this::report);
        if (seen.isEmpty()) {
            return UndoReport.nothing();
        }
        UndoReport report = seen.get();
        if (!report.canBeUndone()) {
            return report.answer(ExitCode.DONE, style());
        }
        if (planOnly || !report.conflicts().isEmpty() || (!yes && !operator().isPresent())) {
            return report.answer(report.conflicts().isEmpty() ? ExitCode.PROBLEMS_FOUND : ExitCode.REFUSED, style());
        }
        tell(report.text(style()));
        return yes || operator().confirm("Take run " + report.run().id() + " back?", "--yes")
                ? undo(report)
                : report.answer(ExitCode.PROBLEMS_FOUND, style());
    }

    private Optional<UndoReport> report(RepairTarget target) {
        return chosen(target).map(it -> {
            PastRun past = PastRun.of(it);
            List<Undo.Conflict> conflicts = past.canBeUndone() ? target.conflicts(it) : List.of();
            return new UndoReport(target.look(), past, conflicts);
        });
    }

    private Optional<JournalRun> chosen(RepairTarget target) {
        if (run != null) {
            return Optional.of(target.journal().run(run));
        }
        return target.journal().runs().stream()
                .filter(it -> PastRun.of(it).canBeUndone())
                .reduce((first, second) -> second);
    }

    private Answer undo(UndoReport report) {
        Machine machine = toolkit().machine().get();
        BlockDevice root = machine.again(report.system().rootDevice().orElseThrow());
        String id = report.run().id().toString();
        return toolkit().targets().work(machine, root, "undo " + id, target -> {
            List<String> broughtBack = target.undo(target.journal().run(id));
            return report.undone(broughtBack, style());
        });
    }
}
