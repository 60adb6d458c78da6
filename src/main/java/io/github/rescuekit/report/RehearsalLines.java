package io.github.rescuekit.report;

import com.google.gson.JsonObject;
import io.github.rescuekit.repair.fsck.FileChanges;
import io.github.rescuekit.repair.fsck.Rehearsed;
import io.github.rescuekit.repair.fsck.StepReport;
import java.util.ArrayList;
import java.util.List;

/** What the rehearsal of a repair showed. */
final class RehearsalLines {

    private static final int SHOWN_FILES = 6;
    private static final String INDENT = "   ";

    private RehearsalLines() {}

    static String text(Rehearsed rehearsed, Style style) {
        List<String> lines = new ArrayList<>();
        lines.add(style.heading("Rehearsed in memory, the disk was only read:"));
        for (StepReport step : rehearsed.steps()) {
            lines.addAll(Wrapped.lines(
                    Show.text(step.step().summary().split(" ", 2)[0] + ": " + step.meaning()), INDENT, INDENT + "  "));
        }
        changes(lines, rehearsed.changes(), style);
        return String.join("\n", lines) + "\n";
    }

    private static void changes(List<String> lines, FileChanges changes, Style style) {
        if (changes.notCompared().isPresent()) {
            lines.addAll(Wrapped.lines(
                    "Cannot tell what becomes of the files: "
                            + Show.text(changes.notCompared().get()),
                    INDENT,
                    INDENT + "  "));
            return;
        }
        lines.add(INDENT + changes.before() + " files before, " + changes.after() + " after"
                + (changes.areNone() ? style.good("; each in its place and length") : ""));
        list(lines, "lost", changes.lost(), style);
        list(lines, "found again in lost+found", changes.found(), style);
        list(lines, "longer or shorter", changes.otherSize(), style);
    }

    private static void list(List<String> lines, String what, List<String> files, Style style) {
        if (files.isEmpty()) {
            return;
        }
        lines.add(INDENT + style.bad(files.size() + " " + what + ":"));
        files.stream()
                .limit(SHOWN_FILES)
                .forEach(it -> lines.addAll(Wrapped.lines(Show.text(it), INDENT + "| ", INDENT + "|   ")));
        if (files.size() > SHOWN_FILES) {
            lines.add(INDENT + "| (" + (files.size() - SHOWN_FILES) + " more, all with --json)");
        }
    }

    static JsonObject json(Rehearsed rehearsed) {
        FileChanges changes = rehearsed.changes();
        JsonObject json = new JsonObject();
        json.add("steps", JsonArrays.of(rehearsed.steps(), FsckReport::stepJson));
        changes.notCompared()
                .ifPresentOrElse(reason -> json.addProperty("notCompared", reason), () -> compared(json, changes));
        json.addProperty("losesNothing", rehearsed.losesNothing());
        return json;
    }

    private static void compared(JsonObject json, FileChanges changes) {
        json.addProperty("filesBefore", changes.before());
        json.addProperty("filesAfter", changes.after());
        json.add("lost", JsonArrays.of(changes.lost()));
        json.add("lostAndFound", JsonArrays.of(changes.found()));
        json.add("otherSize", JsonArrays.of(changes.otherSize()));
    }
}
