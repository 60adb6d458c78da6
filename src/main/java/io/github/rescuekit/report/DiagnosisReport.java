package io.github.rescuekit.report;

import com.google.gson.JsonObject;
import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.Finding;
import io.github.rescuekit.repair.Diagnosis;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with an installed system, with evidence, and what repairs it. */
public record DiagnosisReport(InstalledSystem system, Diagnosis diagnosis) {

    /** The answer of the verb: what could not be told is a problem as well. */
    public Answer answer(Style style) {
        return new Answer(
                diagnosis.isHealthy() ? ExitCode.DONE : ExitCode.PROBLEMS_FOUND,
                String.join("\n", text(style)) + "\n",
                json());
    }

    List<String> text(Style style) {
        List<String> lines = new ArrayList<>();
        lines.add(style.heading(SystemWords.of(system)));
        system.incomplete()
                .forEach(it -> lines.addAll(Wrapped.lines("The view may be incomplete: " + Show.text(it), "  ", "  ")));
        lines.add("");
        lines.addAll(text(diagnosis, style));
        lines.add(style.heading(summary()));
        return lines;
    }

    static List<String> text(Diagnosis diagnosis, Style style) {
        List<String> lines = new ArrayList<>();
        for (Finding finding : diagnosis.findings()) {
            lines.addAll(FindingLines.text(finding, style));
            finding.recipe().ifPresent(id -> lines.add(" ".repeat(10) + "Repair: rescuekit repair " + id));
            lines.add("");
        }
        for (Diagnosis.Unknown unknown : diagnosis.unknowns()) {
            lines.addAll(Wrapped.lines(
                    "Cannot tell about " + unknown.recipe() + ": " + Show.text(unknown.reason()), "", "  "));
            lines.add("");
        }
        return lines;
    }

    JsonObject json() {
        JsonObject json = new JsonObject();
        json.add("system", SystemWords.json(system));
        json(diagnosis).entrySet().forEach(it -> json.add(it.getKey(), it.getValue()));
        return json;
    }

    static JsonObject json(Diagnosis diagnosis) {
        JsonObject json = new JsonObject();
        json.add("findings", JsonArrays.of(diagnosis.findings(), FindingLines::json));
        json.add("unknown", JsonArrays.of(diagnosis.unknowns(), DiagnosisReport::json));
        return json;
    }

    static JsonObject json(Diagnosis.Unknown unknown) {
        JsonObject json = new JsonObject();
        json.addProperty("recipe", unknown.recipe());
        json.addProperty("reason", unknown.reason());
        return json;
    }

    private String summary() {
        int found = diagnosis.findings().size();
        int unknown = diagnosis.unknowns().size();
        String findings = found == 0 ? "No problem found" : found == 1 ? "1 problem found" : found + " problems found";
        return findings + (unknown == 0 ? "." : "; " + unknown + " could not be told.");
    }
}
