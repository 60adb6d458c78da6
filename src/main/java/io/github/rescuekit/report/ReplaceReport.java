package io.github.rescuekit.report;

import com.google.gson.JsonObject;
import io.github.rescuekit.diagnose.raid.RaidArray;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.repair.raid.ReplacePlan;
import io.github.rescuekit.repair.raid.ReplaceResult;
import io.github.rescuekit.repair.raid.ReplaceResult.Rebuilt;
import io.github.rescuekit.repair.raid.ReplaceStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The plan of the replacement of a disk, and what became of it. */
public final class ReplaceReport {

    private static final String INDENT = "    ";
    private static final String STEP = "   ";

    private final Style style;

    public ReplaceReport(Style style) {
        this.style = style;
    }

    /** The plan, and how it is applied. */
    public Answer waiting(ReplacePlan plan, String command) {
        return new Answer(
                ExitCode.PROBLEMS_FOUND,
                text(plan) + "Nothing was changed. To apply it: " + Show.text(command) + " --yes\n",
                planned(plan));
    }

    /** The plan was shown already, and the answer was no. */
    public static Answer declined(ReplacePlan plan) {
        return new Answer(ExitCode.PROBLEMS_FOUND, "Nothing was changed.\n", planned(plan));
    }

    private static JsonObject planned(ReplacePlan plan) {
        JsonObject json = new JsonObject();
        json.add("plan", planJson(plan));
        return json;
    }

    /** The plan as the operator reads it before saying yes. */
    public String text(ReplacePlan plan) {
        List<String> lines = new ArrayList<>();
        lines.add(style.heading("Plan: " + Show.text(plan.disk().path()) + " becomes a member of "
                + plan.joins().stream()
                        .map(it -> Show.text(it.array()))
                        .distinct()
                        .collect(Collectors.joining(", "))));
        lines.addAll(Wrapped.lines(
                (plan.from().isPresent() ? "New, empty: " : "Comes back: ") + words(plan.disk()),
                INDENT,
                INDENT + "  "));
        plan.from().ifPresent(it -> lines.addAll(Wrapped.lines("Healthy, model: " + words(it), INDENT, INDENT + "  ")));
        int number = 0;
        for (ReplaceStep step : plan.steps()) {
            number++;
            lines.addAll(Wrapped.lines(number + ". " + Show.text(step.summary()), "", "     "));
            lines.addAll(Wrapped.lines(Show.text(step.why()), STEP, STEP));
        }
        lines.addAll(Wrapped.lines(
                (number + 1) + ". watch the kernel rebuild, then look again; only whole arrays count as done",
                "",
                STEP));
        lines.addAll(Wrapped.lines(
                (number + 2) + ". repair boot-loader, where a system on it lacks one; its plan is shown then",
                "",
                STEP));
        lines.addAll(Wrapped.lines("Undo: " + undo(plan), "", INDENT));
        plan.warnings().forEach(it -> lines.addAll(Wrapped.lines("Warning: " + Show.text(it), "", INDENT)));
        return String.join("\n", lines) + "\n";
    }

    private static String undo(ReplacePlan plan) {
        String first = plan.undo()
                .map(it ->
                        "a step that fails before the first member is in takes all back; the ends of the disk are kept"
                                + " in " + Show.text(it.toString()) + ". Afterwards: ")
                .orElse("");
        return first
                + plan.joins().stream()
                        .map(it -> "mdadm " + it.array() + " --fail " + it.member() + " --remove " + it.member())
                        .map(Show::text)
                        .collect(Collectors.joining("; "));
    }

    // A disk is known by what is printed on it.
    private static String words(BlockDevice disk) {
        return Stream.of(
                        Optional.of(disk.path()),
                        Optional.of(disk.size().toString()),
                        disk.hardware().model(),
                        disk.hardware().serial().map(it -> "serial " + it))
                .flatMap(Optional::stream)
                .map(Show::text)
                .collect(Collectors.joining(", "));
    }

    /** What was done, and whether it is verified. */
    public Answer result(ReplaceResult result) {
        JsonObject json = planned(result.plan());
        json.add("rebuilt", JsonArrays.of(result.rebuilt(), ReplaceReport::json));
        json.add("after", new RaidReport(result.after()).answer(style).json().get("arrays"));
        json.addProperty("verified", result.isVerified());
        return new Answer(result.isVerified() ? ExitCode.DONE : ExitCode.TOOL_FAILED, resultText(result), json);
    }

    private String resultText(ReplaceResult result) {
        List<String> lines = new ArrayList<>();
        for (Rebuilt one : result.rebuilt()) {
            lines.addAll(Wrapped.lines(sentence(one), "", INDENT));
        }
        if (result.isVerified()) {
            lines.add(style.good("Done and verified: ") + "every array that "
                    + Show.text(result.plan().disk().path()) + " is in now is whole.");
        } else {
            lines.add(style.bad("Not whole yet."));
            result.after().forEach(it -> addJudgement(lines, it));
        }
        return String.join("\n", lines) + "\n";
    }

    private static String sentence(Rebuilt one) {
        String member = Show.text(one.join().member());
        String array = Show.text(one.join().array());
        if (one.isWhole()) {
            return array + " is whole: " + member + " holds all of its data.";
        }
        return one.state().isInSync(one.join().member())
                ? member + " holds all data of " + array + ", which still misses "
                        + one.state().degraded() + (one.state().degraded() == 1 ? " more member." : " more members.")
                : "The kernel stopped before " + member + " held all data of " + array + ": "
                        + Show.text(String.join(
                                ", ",
                                one.state().members().getOrDefault(one.join().member(), List.of("not in it"))))
                        + ".";
    }

    private static void addJudgement(List<String> lines, RaidArray array) {
        RaidArray.Judgement judgement = array.judgement();
        lines.addAll(Wrapped.lines(Show.text(array.name()) + ": " + Show.text(judgement.summary()), INDENT, INDENT));
        judgement.next().ifPresent(it -> lines.addAll(Wrapped.lines("Next: " + Show.text(it), INDENT, INDENT + "  ")));
    }

    private static JsonObject json(Rebuilt one) {
        JsonObject json = new JsonObject();
        json.addProperty("array", one.join().array());
        json.addProperty("member", one.join().member());
        json.addProperty("inSync", one.state().isInSync(one.join().member()));
        json.addProperty("missing", one.state().degraded());
        return json;
    }

    private static JsonObject planJson(ReplacePlan plan) {
        JsonObject json = new JsonObject();
        json.add("disk", json(plan.disk()));
        plan.from().ifPresent(it -> json.add("from", json(it)));
        json.add("steps", JsonArrays.of(plan.steps(), ReplaceReport::json));
        plan.undo().ifPresent(it -> json.addProperty("undo", it.toString()));
        json.add("warnings", JsonArrays.of(plan.warnings()));
        return json;
    }

    private static JsonObject json(BlockDevice disk) {
        JsonObject json = new JsonObject();
        json.addProperty("device", disk.path());
        json.addProperty("size", disk.size().count());
        disk.hardware().model().ifPresent(it -> json.addProperty("model", it));
        disk.hardware().serial().ifPresent(it -> json.addProperty("serial", it));
        return json;
    }

    private static JsonObject json(ReplaceStep step) {
        JsonObject json = new JsonObject();
        json.addProperty("step", step.summary());
        json.addProperty("why", step.why());
        return json;
    }
}
