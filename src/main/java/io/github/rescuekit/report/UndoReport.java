package io.github.rescuekit.report;

import com.google.gson.JsonObject;
import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.repair.PastRun;
import io.github.rescuekit.repair.Undo;
import java.util.ArrayList;
import java.util.List;

/** What taking a run back brings back, and what stands in the way. */
public record UndoReport(InstalledSystem system, PastRun run, List<Undo.Conflict> conflicts) {

    public UndoReport {
        conflicts = List.copyOf(conflicts);
    }

    /** Rescuekit has done nothing that could be taken back. */
    public static Answer nothing() {
        JsonObject json = new JsonObject();
        json.addProperty("state", "nothing-to-do");
        return new Answer(
                ExitCode.DONE, "Nothing to do: no run is left to take back. See 'rescuekit history'.\n", json);
    }

    public boolean canBeUndone() {
        return run.canBeUndone();
    }

    /** Without anything changed. */
    public Answer answer(ExitCode exitCode, Style style) {
        List<String> lines = new ArrayList<>(text(style));
        lines.add(end());
        return new Answer(exitCode, String.join("\n", lines) + "\n", json(canBeUndone() ? "planned" : "nothing-to-do"));
    }

    private String end() {
        if (!canBeUndone()) {
            return "Nothing to do: this run cannot be taken back, or is already.";
        }
        return conflicts.isEmpty()
                ? "Nothing was changed. Add --yes to take it back without being asked."
                : "Guard: changed-since. Nothing was changed: taking it back would destroy what was written later.";
    }

    public List<String> text(Style style) {
        List<String> lines = new ArrayList<>();
        lines.add(style.heading(SystemWords.of(system)));
        lines.add("Run " + run.id() + ", "
                + run.plan().map(it -> Show.text(it.recipe())).orElse("unknown repair") + ": "
                + Show.text(run.explanation()));
        if (!run.files().isEmpty()) {
            lines.add("Taking it back restores:");
            run.files().forEach(it -> lines.add("  " + Show.text(it)));
        }
        conflicts.forEach(it -> {
            lines.add("");
            lines.add(style.bad(Show.text(it.path()) + " " + it.what())
                    + (it.left().isPresent() ? ":" : ""));
            diff(it).forEach(line -> lines.add("  " + Show.text(line.replace("\t", "        "))));
        });
        lines.add("");
        return List.copyOf(lines);
    }

    /** After it was taken back. */
    public Answer undone(List<String> broughtBack, Style style) {
        List<String> lines = new ArrayList<>();
        lines.add(style.good("Taken back: ") + "run " + run.id() + ". Each file is as it was before:");
        broughtBack.forEach(it -> lines.add("  " + Show.text(it)));
        JsonObject json = json("undone");
        json.add("broughtBack", JsonArrays.of(broughtBack));
        return new Answer(ExitCode.DONE, String.join("\n", lines) + "\n", json);
    }

    private static List<String> diff(Undo.Conflict conflict) {
        return conflict.left().isPresent() && conflict.now().isPresent()
                ? LineDiff.unified(conflict.left().get(), conflict.now().get())
                : List.of();
    }

    private JsonObject json(String state) {
        JsonObject json = new JsonObject();
        json.add("system", SystemWords.json(system));
        json.add("run", HistoryReport.json(run));
        json.addProperty("state", state);
        json.add("conflicts", JsonArrays.of(conflicts, UndoReport::json));
        if (!conflicts.isEmpty()) {
            json.addProperty("guard", "changed-since");
        }
        return json;
    }

    private static JsonObject json(Undo.Conflict conflict) {
        JsonObject json = new JsonObject();
        json.addProperty("path", conflict.path());
        json.addProperty("what", conflict.what());
        json.add("diff", JsonArrays.of(diff(conflict)));
        return json;
    }
}
