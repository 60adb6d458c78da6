package io.github.rescuekit.ui.command;

import io.github.rescuekit.model.Machine;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.repair.Choice;
import io.github.rescuekit.repair.Recipe;
import io.github.rescuekit.repair.recipes.Recipes;
import io.github.rescuekit.report.Answer;
import io.github.rescuekit.report.PlanReport;
import io.github.rescuekit.report.RecipeList;
import io.github.rescuekit.report.RepairReport;
import io.github.rescuekit.ui.Operator;
import io.github.rescuekit.ui.Toolkit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code repair}: plan, confirm, apply, verify. */
@Command(
        name = "repair",
        description = {
            "Repairs one fault: plan, price, confirmation, verification.",
            "After the last step it looks again. If the fault is still there, everything is taken back.",
            "Each file is written whole or not at all, with an undo copy in /var/lib/rescuekit on that system."
        },
        footer = {
            "",
            "Examples:",
            "  rescuekit repair --list",
            "  rescuekit repair guest-agent-freeze --plan",
            "  rescuekit repair guest-agent-freeze --remedy mask-agent --yes",
            "  rescuekit repair cpanel-jailshell --account alice --account bob",
            "  rescuekit repair --list fstab-missing-device    what it does, what it wants to be told",
            "",
            "A secret is asked for, twice; a script gives it on a descriptor (--secret-fd), never as a word.",
            "",
            "Without a terminal and without --yes the plan is printed and nothing is changed (exit code 3).",
            "Exit code 0: repaired, or nothing to do; 7: failed and taken back; 8: taking back failed as well."
        })
public final class RepairCommand extends SystemVerb {

    @Parameters(arity = "0..1", paramLabel = "ID", description = "The recipe; see --list.")
    private @Nullable String id;

    @Option(names = "--list", description = "The recipes, or one, with remedies and settings.")
    private boolean list;

    @Mixin
    private ChoiceWords words = new ChoiceWords();

    @Option(names = "--plan", description = "Print the plan and change nothing.")
    private boolean planOnly;

    @Option(names = "--yes", description = "Apply the plan without asking.")
    private boolean yes;

    RepairCommand(Toolkit toolkit, Operator operator) {
        super(toolkit, operator);
    }

    @Override
    public Level level() {
        return list || planOnly ? Level.LOOK : Level.EDIT;
    }

    @Override
    public boolean needsRoot() {
        return !list;
    }

    @Override
    public Answer run() {
        if (list) {
            return listed().answer(style());
        }
        Recipe recipe = toolkit().recipes().require(requireId());
        Choice choice = words.of(recipe, operator());
        Machine machine = toolkit().machine().get();
        PlanReport seen = look(machine, target -> RepairDialogue.plan(recipe, choice, target));
        RepairReport report = new RepairReport(seen);
        if (seen.proposal().plan().isEmpty()) {
            return report.nothingToDo(style());
        }
        if (planOnly) {
            return report.planned(style(), "Apply it: the same command without --plan.");
        }
        if (!yes && !operator().isPresent()) {
            return report.planned(style(), "Nobody is there to say yes: add --yes to apply it.");
        }
        return new RepairDialogue(toolkit(), operator(), style(), this::tell, yes).carryOut(machine, seen);
    }

    private String requireId() {
        return Optional.ofNullable(id)
                .orElseThrow(() -> RescueException.usage(
                        "it is not said what to repair",
                        "name a recipe: "
                                + String.join(", ", toolkit().recipes().ids())));
    }

    private RecipeList listed() {
        Recipes recipes = toolkit().recipes();
        return new RecipeList(id == null ? recipes.all() : List.of(recipes.require(id)));
    }
}
