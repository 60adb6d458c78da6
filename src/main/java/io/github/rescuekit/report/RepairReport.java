package io.github.rescuekit.report;

import com.google.gson.JsonObject;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.Finding;
import io.github.rescuekit.repair.Plan;
import io.github.rescuekit.repair.RepairRun;
import io.github.rescuekit.repair.Step;
import java.util.ArrayList;
import java.util.List;

/** How a repair ended. */
public record RepairReport(PlanReport plan) {

    /** The plan, as a script or a dry run gets it. */
    public Answer planned(Style style, String next) {
        List<String> lines = new ArrayList<>(plan.text(style));
        lines.add("Nothing was changed. " + next);
        return planned(lines);
    }

    /** Only how it ended, after the operator has read the plan. */
    public Answer planned(String end) {
        return planned(List.of(end));
    }

    private Answer planned(List<String> lines) {
        return new Answer(ExitCode.PROBLEMS_FOUND, text(lines), json("planned"));
    }

    /** Nothing is wrong, or nothing that this choice could repair. */
    public Answer nothingToDo(Style style) {
        List<Finding> findings = plan.proposal().findings();
        List<String> doubts = plan.proposal().unknowns();
        if (findings.isEmpty() && !doubts.isEmpty()) {
            List<String> lines = new ArrayList<>();
            doubts.forEach(it -> lines.addAll(Wrapped.lines("Cannot tell: " + Show.text(it), "", "  ")));
            return new Answer(ExitCode.PROBLEMS_FOUND, text(lines), json("cannot-tell"));
        }
        if (findings.isEmpty()) {
            return new Answer(
                    ExitCode.DONE,
                    text(List.of("Nothing to do: " + id() + (isWish() ? " is already so on " : " is not found on ")
                            + SystemWords.of(plan.system()) + ".")),
                    json("nothing-to-do"));
        }
        List<String> lines = new ArrayList<>(plan.text(style));
        lines.add("With this choice there is nothing to do; the problem stays.");
        return new Answer(ExitCode.PROBLEMS_FOUND, text(lines), json("nothing-to-do"));
    }

    /** Applied and verified. */
    public Answer repaired(RepairRun.Applied applied, List<Finding> remaining, Style style) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add(style.good(isWish() ? "Done and verified: " : "Repaired and verified: ") + verified(remaining));
        remaining.forEach(it -> lines.addAll(FindingLines.text(it, style)));
        if (applied.changed().isEmpty()) {
            lines.add("Nothing had to be changed: it was already so.");
        }
        lines.addAll(Wrapped.lines(
                "The way back: rescuekit undo " + applied.run().serial() + "   (run " + applied.run() + ")", "", ""));
        return new Answer(ExitCode.DONE, text(lines), json(applied, remaining));
    }

    private String verified(List<Finding> remaining) {
        if (remaining.isEmpty()) {
            return isWish() ? "the plan is in effect." : id() + " is no longer found.";
        }
        return "the plan is in effect; " + id() + " still tells:";
    }

    private JsonObject json(RepairRun.Applied applied, List<Finding> remaining) {
        JsonObject json = json("repaired");
        json.addProperty("run", applied.run().toString());
        json.add(
                "changed",
                JsonArrays.of(applied.changed().stream().map(Step::summary).toList()));
        json.add(
                "alreadySo",
                JsonArrays.of(applied.alreadySo().stream().map(Step::summary).toList()));
        json.add("remaining", JsonArrays.of(remaining, FindingLines::json));
        return json;
    }

    private JsonObject json(String state) {
        JsonObject json = plan.json();
        json.addProperty("state", state);
        return json;
    }

    private boolean isWish() {
        return plan.proposal().recipe().isWish();
    }

    private String id() {
        Plan it = plan.proposal().plan();
        return it.recipe();
    }

    private static String text(List<String> lines) {
        return String.join("\n", lines) + "\n";
    }
}
