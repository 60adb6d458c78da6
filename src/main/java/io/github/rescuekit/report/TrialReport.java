package io.github.rescuekit.report;

import com.google.gson.JsonObject;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.Verdict;
import io.github.rescuekit.trial.Figure;
import io.github.rescuekit.trial.TrialResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** How the hardware stood its trials. */
public final class TrialReport {

    private static final String INDENT = "    ";

    private final List<TrialResult> results;

    public TrialReport(List<TrialResult> results) {
        this.results = List.copyOf(results);
    }

    /** The answer of the verb: only what was proven to be healthy ends with 0. */
    public Answer answer(Style style) {
        return new Answer(worst() == Verdict.HEALTHY ? ExitCode.DONE : ExitCode.PROBLEMS_FOUND, text(style), json());
    }

    private Verdict worst() {
        List<Verdict> verdicts = results.stream().map(TrialResult::verdict).toList();
        return List.of(Verdict.FAILED, Verdict.SUSPECT, Verdict.UNKNOWN).stream()
                .filter(verdicts::contains)
                .findFirst()
                .orElse(verdicts.isEmpty() ? Verdict.UNKNOWN : Verdict.HEALTHY);
    }

    String text(Style style) {
        List<String> lines = new ArrayList<>();
        results.forEach(result -> add(lines, result, style));
        lines.add(style.heading(
                "Verdict: " + VerdictWord.of(worst()) + ". Level: look, nothing was written to any disk."));
        return String.join("\n", lines) + "\n";
    }

    private static void add(List<String> lines, TrialResult result, Style style) {
        lines.add(VerdictWord.styled(result.verdict(), style) + "  " + Show.text(result.subject()) + "  ("
                + result.test() + ")");
        lines.addAll(wrapped(result.summary(), ""));
        if (!result.figures().isEmpty()) {
            lines.addAll(wrapped(result.figures().stream().map(Figure::words).collect(Collectors.joining(", ")), ""));
        }
        result.evidence()
                .forEach(line -> Wrapped.lines(Show.text(line), INDENT + "| ", INDENT + "|   ")
                        .forEach(it -> lines.add(style.dim(it))));
        result.uncovered().forEach(sentence -> lines.addAll(wrapped(sentence, "Not covered: ")));
        result.next().ifPresent(next -> lines.addAll(wrapped(next, "Next: ")));
        lines.add("");
    }

    private static List<String> wrapped(String text, String head) {
        return Wrapped.lines(head + Show.text(text), INDENT, head.isEmpty() ? INDENT : INDENT + "  ");
    }

    JsonObject json() {
        JsonObject json = new JsonObject();
        json.addProperty("verdict", word(worst()));
        json.add("trials", JsonArrays.of(results, TrialReport::json));
        return json;
    }

    private static JsonObject json(TrialResult result) {
        JsonObject json = new JsonObject();
        json.addProperty("subject", result.subject());
        json.addProperty("test", result.test());
        json.addProperty("verdict", word(result.verdict()));
        json.addProperty("summary", result.summary());
        JsonObject figures = new JsonObject();
        result.figures().forEach(figure -> figures.addProperty(figure.key(), figure.value()));
        json.add("figures", figures);
        json.add("evidence", JsonArrays.of(result.evidence()));
        json.add("notCovered", JsonArrays.of(result.uncovered()));
        result.next().ifPresent(next -> json.addProperty("next", next));
        return json;
    }

    private static String word(Verdict verdict) {
        return verdict.name().toLowerCase(Locale.ROOT);
    }
}
