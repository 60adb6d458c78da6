package io.github.rescuekit.report;

import com.google.gson.JsonObject;
import io.github.rescuekit.diagnose.CheckResult;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.Host;
import io.github.rescuekit.model.Inventory;
import io.github.rescuekit.model.Verdict;
import io.github.rescuekit.trial.Figure;
import io.github.rescuekit.trial.TrialResult;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** How the hardware stood its trials. */
public final class TrialReport {

    private static final String INDENT = "    ";

    private final Host host;
    private final Inventory inventory;
    private final List<TrialResult> results;
    private final List<String> leftOut;

    /**
     * A report of what was tested, and of what was not.
     *
     * @param leftOut why devices are not among the results, one sentence each
     */
    public TrialReport(Host host, Inventory inventory, List<TrialResult> results, List<String> leftOut) {
        this.host = host;
        this.inventory = inventory;
        this.results = List.copyOf(results);
        this.leftOut = List.copyOf(leftOut);
    }

    /** What a check tells that belongs to a trial: a disk's own health. */
    public static TrialResult of(CheckResult check) {
        return new TrialResult(
                check.device(),
                check.check(),
                check.verdict(),
                check.summary(),
                List.of(),
                check.evidence(),
                List.of(),
                check.next());
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
        LabelledLines machine = new LabelledLines(style);
        machine.add("Machine", HostWords.lines(host));
        machine.add("Hardware", InventoryWords.lines(inventory));
        List<String> lines = new ArrayList<>();
        lines.add(machine.text());
        Set<String> uncovered = new LinkedHashSet<>();
        results.forEach(result -> add(lines, result, uncovered, style));
        uncovered.forEach(sentence -> lines.addAll(hanging("Not covered: ", sentence)));
        leftOut.forEach(reason -> lines.addAll(hanging("Left out: ", reason)));
        if (results.isEmpty()) {
            lines.add("Nothing was tested.");
        }
        lines.add(style.heading(
                "Verdict: " + VerdictWord.of(worst()) + ". Level: look, nothing was written to any disk."));
        return String.join("\n", lines) + "\n";
    }

    private static void add(List<String> lines, TrialResult result, Set<String> uncovered, Style style) {
        lines.add(VerdictWord.styled(result.verdict(), style) + "  " + Show.text(result.subject()) + "  ("
                + result.test() + ")");
        lines.addAll(Wrapped.lines(Show.text(result.summary()), INDENT, INDENT));
        lines.addAll(figures(result));
        result.evidence()
                .forEach(line -> Wrapped.lines(Show.text(line), INDENT + "| ", INDENT + "|   ")
                        .forEach(it -> lines.add(style.dim(it))));
        result.next().ifPresent(next -> lines.addAll(Wrapped.lines("Next: " + Show.text(next), INDENT, INDENT + "  ")));
        uncovered.addAll(result.uncovered());
        lines.add("");
    }

    // Broken between figures, never between a number and its unit.
    private static List<String> figures(TrialResult result) {
        List<String> lines = new ArrayList<>();
        for (String words : result.figures().stream().map(Figure::words).toList()) {
            int last = lines.size() - 1;
            String longer = last < 0 ? "" : lines.get(last) + ", " + Show.text(words);
            if (last < 0 || longer.length() > Wrapped.COLUMNS) {
                lines.add(INDENT + Show.text(words));
            } else {
                lines.set(last, longer);
            }
        }
        return lines;
    }

    private static List<String> hanging(String head, String text) {
        return Wrapped.lines(head + Show.text(text), "", INDENT);
    }

    JsonObject json() {
        JsonObject json = new JsonObject();
        json.addProperty("verdict", word(worst()));
        json.add("machine", HostWords.json(host));
        json.add("hardware", InventoryWords.json(inventory));
        json.add("trials", JsonArrays.of(results, TrialReport::json));
        json.add("leftOut", JsonArrays.of(leftOut));
        return json;
    }

    static JsonObject json(TrialResult result) {
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
