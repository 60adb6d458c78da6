package io.github.rescuekit.report;

import com.google.gson.JsonObject;
import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.repair.PastRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What Rescuekit did to an installed system, in this and in earlier rescue boots. */
public record HistoryReport(InstalledSystem system, List<PastRun> runs) {

    public HistoryReport {
        runs = List.copyOf(runs);
    }

    public Answer answer(Style style) {
        return new Answer(ExitCode.DONE, String.join("\n", text(style)) + "\n", json());
    }

    private List<String> text(Style style) {
        List<String> lines = new ArrayList<>();
        lines.add(style.heading(SystemWords.of(system)));
        if (runs.isEmpty()) {
            lines.add("Rescuekit has changed nothing on it.");
        }
        runs.forEach(run -> lines.addAll(text(run, style)));
        lastToUndo().ifPresent(run -> {
            lines.add("");
            lines.add("Take the last one back: rescuekit undo " + run.id().serial());
        });
        return lines;
    }

    private Optional<PastRun> lastToUndo() {
        return runs.stream().filter(PastRun::canBeUndone).reduce((first, second) -> second);
    }

    private static List<String> text(PastRun run, Style style) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add(style.heading(run.id().toString()) + "  " + recipe(run) + "  " + styled(run, style));
        lines.addAll(Wrapped.lines(Show.text(run.explanation()), "    ", "    "));
        run.files().forEach(file -> lines.add("    " + Show.text(file)));
        return lines;
    }

    private static String recipe(PastRun run) {
        return run.plan()
                .map(plan -> plan.recipe()
                        + plan.remedy().map(it -> " (" + it.id() + ")").orElse(""))
                .map(Show::text)
                .orElse("unknown repair");
    }

    private static String styled(PastRun run, Style style) {
        return switch (run.state()) {
            case REPAIRED -> style.good("repaired");
            case UNDONE -> style.dim("undone");
            case INTERRUPTED -> style.warning("interrupted");
            case PARTLY_UNDONE -> style.bad("partly undone");
            case DAMAGED -> style.bad("damaged journal");
        };
    }

    private JsonObject json() {
        JsonObject json = new JsonObject();
        json.add("system", SystemWords.json(system));
        json.add("runs", JsonArrays.of(runs, HistoryReport::json));
        return json;
    }

    static JsonObject json(PastRun run) {
        JsonObject json = new JsonObject();
        json.addProperty("run", run.id().toString());
        json.addProperty("at", run.at().toString());
        run.plan().ifPresent(plan -> {
            json.addProperty("recipe", plan.recipe());
            plan.remedy().ifPresent(it -> json.addProperty("remedy", it.id()));
        });
        json.addProperty("state", run.state().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        json.addProperty("explanation", run.explanation());
        json.add("files", JsonArrays.of(run.files()));
        json.addProperty("canBeUndone", run.canBeUndone());
        return json;
    }
}
