package io.github.rescuekit.report;

import com.google.gson.JsonObject;
import io.github.rescuekit.diagnose.CheckResult;
import io.github.rescuekit.model.DiskCopy;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.repair.fsck.FsckPlan;
import io.github.rescuekit.repair.fsck.FsckResult;
import io.github.rescuekit.repair.fsck.FsckStep;
import io.github.rescuekit.repair.fsck.Rehearsed;
import io.github.rescuekit.repair.fsck.StepReport;
import io.github.rescuekit.repair.fsck.StepReport.Outcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The plan of a filesystem repair, and what became of it. */
public final class FsckReport {

    private static final String INDENT = "    ";
    private static final int SHOWN_LINES = 12;
    // The whole plan should fit the screen on which the question stands.
    private static final int PLANNED_LINES = 3;

    private final Style style;

    public FsckReport(Style style) {
        this.style = style;
    }

    /** There is nothing to repair. */
    public Answer nothingToDo(FsckPlan plan) {
        return new Answer(ExitCode.DONE, planText(plan), planned(plan));
    }

    /** The plan, and how it is applied. */
    public Answer waiting(FsckPlan plan, Optional<Rehearsed> rehearsed) {
        JsonObject json = planned(plan);
        rehearsed.ifPresent(it -> json.add("rehearsal", RehearsalLines.json(it)));
        return new Answer(ExitCode.PROBLEMS_FOUND, text(plan, rehearsed) + how(plan), json);
    }

    /** The plan was shown already, and the answer was no. */
    public static Answer declined(FsckPlan plan) {
        return new Answer(ExitCode.PROBLEMS_FOUND, "Nothing was changed.\n", planned(plan));
    }

    private static JsonObject planned(FsckPlan plan) {
        JsonObject json = new JsonObject();
        json.add("plan", planJson(plan));
        return json;
    }

    private static String how(FsckPlan plan) {
        return "Nothing was changed. To apply it: rescuekit fsck "
                + Show.text(plan.device().path()) + " --yes\n";
    }

    /** What was done, and whether it is verified. */
    public Answer result(FsckResult result, Optional<Rehearsed> rehearsed) {
        JsonObject json = resultJson(result);
        rehearsed.ifPresent(it -> json.add("rehearsal", RehearsalLines.json(it)));
        return new Answer(result.isVerified() ? ExitCode.DONE : ExitCode.TOOL_FAILED, resultText(result), json);
    }

    static JsonObject resultJson(FsckResult result) {
        JsonObject json = new JsonObject();
        json.add("plan", planJson(result.plan()));
        json.add("steps", JsonArrays.of(result.steps(), FsckReport::stepJson));
        json.add("after", CheckReport.json(result.after()));
        json.addProperty("verified", result.isVerified());
        result.plan().undo().ifPresent(undo -> json.addProperty("undoCommand", undoCommand(result.plan(), undo)));
        return json;
    }

    /** The device is back at the bytes from before its repair. */
    public static Answer undone(String device, Path directory) {
        JsonObject json = new JsonObject();
        json.addProperty("device", device);
        json.addProperty("undone", directory.toString());
        return new Answer(
                ExitCode.DONE,
                Show.text(device) + " is back at the bytes from before the repair.\n" + "Next: 'rescuekit check "
                        + Show.text(device) + "' shows the damage again.\n",
                json);
    }

    /** The plan, and how it went in memory, as the operator reads it before saying yes. */
    public String text(FsckPlan plan, Optional<Rehearsed> rehearsed) {
        return planText(plan)
                + rehearsed.map(it -> RehearsalLines.text(it, style)).orElse("");
    }

    private String planText(FsckPlan plan) {
        List<String> lines = new ArrayList<>();
        String device = Show.text(plan.device().path());
        if (plan.isEmpty()) {
            lines.add(style.good("Nothing to do: ") + device + " (" + Show.text(plan.type()) + ") is healthy.");
            lines.addAll(Wrapped.lines(Show.text(plan.before().summary()) + "; nothing was changed.", INDENT, INDENT));
            return String.join("\n", lines) + "\n";
        }
        lines.add(style.heading("Plan for " + device + " (" + Show.text(plan.type()) + ", "
                + plan.device().size() + ")"));
        lines.addAll(Wrapped.lines("Found: " + Show.text(plan.before().summary()), "", INDENT));
        plan.before().evidence().stream().limit(PLANNED_LINES).forEach(line -> addEvidence(lines, line));
        int number = 0;
        for (FsckStep step : plan.steps()) {
            number++;
            add(lines, number, step);
        }
        lines.addAll(Wrapped.lines((number + 1) + ". look again; only a clean result counts as done", "", "   "));
        String undo = plan.undo()
                .map(it -> "Undo: " + Show.text(it.toString()))
                .orElseGet(() -> style.bad("Undo: none") + ", as asked for by --no-undo");
        lines.add(undo);
        plan.warnings().forEach(it -> lines.addAll(Wrapped.lines("Warning: " + Show.text(it), "", INDENT)));
        return String.join("\n", lines) + "\n";
    }

    private static void add(List<String> lines, int number, FsckStep step) {
        lines.addAll(Wrapped.lines(number + ". " + Show.text(step.summary()), "", "     "));
        String when = step.when().words().isEmpty() ? "" : step.when().words() + ": ";
        lines.addAll(Wrapped.lines(when + Show.text(step.why()), "   ", "   "));
        step.canLose().ifPresent(it -> lines.addAll(Wrapped.lines("Can lose: " + it, "   ", "     ")));
    }

    private void addEvidence(List<String> lines, String line) {
        Wrapped.lines(Show.text(line), INDENT + "| ", INDENT + "|   ").forEach(it -> lines.add(style.dim(it)));
    }

    private String resultText(FsckResult result) {
        List<String> lines = new ArrayList<>();
        int number = 0;
        for (StepReport step : result.steps()) {
            number++;
            lines.addAll(Wrapped.lines(number + ". " + Show.text(step.step().summary()), "", "     "));
            lines.addAll(Wrapped.lines(Show.text(step.meaning()), "   ", "   "));
            step.lines().stream().limit(SHOWN_LINES).forEach(line -> addEvidence(lines, line));
            if (step.lines().size() > SHOWN_LINES) {
                addEvidence(lines, "(" + (step.lines().size() - SHOWN_LINES) + " more lines, all with --json)");
            }
        }
        addVerdict(lines, result);
        return String.join("\n", lines) + "\n";
    }

    private void addVerdict(List<String> lines, FsckResult result) {
        String device = Show.text(result.plan().device().path());
        CheckResult after = result.after();
        if (result.isVerified()) {
            lines.add(style.good("Done and verified: ") + device + " is healthy now (" + Show.text(after.summary())
                    + ").");
        } else {
            lines.add(style.bad("Not repaired: ") + device + ".");
            lines.addAll(Wrapped.lines("A second look: " + Show.text(after.summary()), INDENT, INDENT));
            after.evidence().forEach(line -> addEvidence(lines, line));
            lines.addAll(Wrapped.lines("Next: " + next(result), "", INDENT));
        }
        result.plan()
                .undo()
                .ifPresent(undo ->
                        lines.addAll(Wrapped.lines("Undo: " + undoCommand(result.plan(), undo), "", INDENT)));
    }

    private static String next(FsckResult result) {
        boolean notReplayed = result.steps().stream().anyMatch(step -> step.outcome() == Outcome.NOT_REPLAYED);
        if (notReplayed && result.plan().type().equals("xfs")) {
            return "mount it read-only without replay ('mount -o ro,norecovery') and copy the data off; then, as the last"
                    + " resort, throw the newest changes away with --discard-xfs-log";
        }
        // What a look says then is to start the very repair that broke off.
        return brokenOff(result)
                .or(() -> result.after().next())
                .map(Show::text)
                .orElse("run the last program by hand to see all of its output");
    }

    private static Optional<String> brokenOff(FsckResult result) {
        return result.steps().stream()
                .filter(step -> step.outcome() == Outcome.NOT_DONE)
                .findFirst()
                .map(step -> DiskCopy.first(Show.text(result.plan().device().path())) + ", then run '"
                        + step.step().summary() + "' by hand to see all of its output");
    }

    private static String undoCommand(FsckPlan plan, Path undo) {
        return "rescuekit fsck " + Show.text(plan.device().path()) + " --undo " + Show.text(undo.toString());
    }

    static JsonObject planJson(FsckPlan plan) {
        JsonObject json = new JsonObject();
        json.addProperty("device", plan.device().path());
        json.addProperty("type", plan.type());
        json.add("before", CheckReport.json(plan.before()));
        json.add("steps", JsonArrays.of(plan.steps(), FsckReport::stepJson));
        plan.undo().ifPresent(undo -> json.addProperty("undo", undo.toString()));
        json.add("warnings", JsonArrays.of(plan.warnings()));
        return json;
    }

    private static JsonObject stepJson(FsckStep step) {
        JsonObject json = new JsonObject();
        json.addProperty("step", step.summary());
        json.addProperty("when", step.when().name().toLowerCase(Locale.ROOT));
        json.addProperty("why", step.why());
        step.canLose().ifPresent(it -> json.addProperty("canLose", it));
        return json;
    }

    static JsonObject stepJson(StepReport report) {
        JsonObject json = new JsonObject();
        json.addProperty("step", report.step().summary());
        json.addProperty("outcome", report.outcome().name().toLowerCase(Locale.ROOT));
        json.addProperty("meaning", report.meaning());
        json.add("lines", JsonArrays.of(report.lines()));
        return json;
    }
}
