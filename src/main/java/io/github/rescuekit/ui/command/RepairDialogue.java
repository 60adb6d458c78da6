package io.github.rescuekit.ui.command;

import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Machine;
import io.github.rescuekit.repair.Choice;
import io.github.rescuekit.repair.Proposal;
import io.github.rescuekit.repair.Recipe;
import io.github.rescuekit.repair.RepairRun;
import io.github.rescuekit.repair.RepairTarget;
import io.github.rescuekit.repair.Step;
import io.github.rescuekit.report.Answer;
import io.github.rescuekit.report.PlanReport;
import io.github.rescuekit.report.RepairReport;
import io.github.rescuekit.report.Show;
import io.github.rescuekit.report.Style;
import io.github.rescuekit.ui.Operator;
import io.github.rescuekit.ui.Toolkit;
import java.util.List;
import java.util.function.Consumer;

/**
 * Carries out repairs that a look has planned: shown, asked for, planned again when the system is open for writing, applied
 * and verified.
 *
 * @param tell what goes beside the answer
 * @param yes nobody has to be asked
 */
record RepairDialogue(Toolkit toolkit, Operator operator, Style style, Consumer<List<String>> tell, boolean yes) {

    static PlanReport plan(Recipe recipe, Choice choice, RepairTarget target) {
        var system = target.look();
        return new PlanReport(system, Proposal.of(recipe, choice, system));
    }

    Answer carryOut(Machine machine, PlanReport seen) {
        tell.accept(seen.text(style));
        BlockDevice root = seen.system().rootDevice().orElseThrow();
        return confirm(machine, root) ? work(root, seen) : new RepairReport(seen).planned("Nothing was changed.");
    }

    private boolean confirm(Machine machine, BlockDevice root) {
        if (toolkit.targets().mustMount(machine, root)) {
            tell.accept(List.of("To apply it, " + root.path() + " is mounted for writing, which replays its journal."));
        }
        return agrees(root);
    }

    private boolean agrees(BlockDevice root) {
        return yes || operator.confirm("Apply this plan to " + root.path() + "?", "--yes");
    }

    private Answer work(BlockDevice seenRoot, PlanReport seen) {
        Proposal proposal = seen.proposal();
        Machine machine = toolkit.machine().get();
        BlockDevice root = machine.again(seenRoot);
        return toolkit.targets()
                .work(machine, root, "repair " + proposal.recipe().id(), target -> {
                    PlanReport now = plan(proposal.recipe(), proposal.choice(), target);
                    RepairReport report = new RepairReport(now);
                    if (now.proposal().plan().isEmpty()) {
                        return report.nothingToDo(style);
                    }
                    return samePlan(seen, now) || confirmAgain(now, root)
                            ? apply(target, report)
                            : report.planned("Nothing was changed.");
                });
    }

    private static boolean samePlan(PlanReport seen, PlanReport now) {
        return now.proposal().plan().equals(seen.proposal().plan());
    }

    // Files that only the journal held can change the picture.
    private boolean confirmAgain(PlanReport now, BlockDevice root) {
        tell.accept(List.of("With the journal replayed the plan is another one:", ""));
        tell.accept(now.text(style));
        return agrees(root);
    }

    private Answer apply(RepairTarget target, RepairReport approved) {
        Proposal proposal = approved.plan().proposal();
        RepairRun.Applied applied = target.apply(proposal, this::tellStep);
        return approved.repaired(applied, target.remaining(proposal), style);
    }

    private void tellStep(int number, int of, Step step, boolean changed) {
        tell.accept(List.of("  " + number + "/" + of + "  " + Show.text(step.summary()) + ": "
                + (changed ? style.good("done") : "was already so")));
    }
}
