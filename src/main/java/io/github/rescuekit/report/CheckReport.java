package io.github.rescuekit.report;

import com.google.gson.JsonObject;
import io.github.rescuekit.diagnose.CheckResult;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The results of checks. */
public final class CheckReport {

    private static final String INDENT = "    ";

    private final List<CheckResult> results;
    private final List<String> leftOut;

    /**
     * A report of what was checked, and of what was not.
     *
     * @param leftOut why devices are not among the results, one sentence each
     */
    public CheckReport(List<CheckResult> results, List<String> leftOut) {
        this.results =
                results.stream().sorted(Comparator.comparing(CheckReport::rank)).toList();
        this.leftOut = List.copyOf(leftOut);
    }

    /** The answer of the verb: a device about which nobody can ever tell is no problem found. */
    public Answer answer(Style style) {
        boolean problems = results.stream().anyMatch(CheckResult::callsForAction);
        return new Answer(problems ? ExitCode.PROBLEMS_FOUND : ExitCode.DONE, text(style), json());
    }

    String text(Style style) {
        List<String> lines = new ArrayList<>();
        results.forEach(result -> add(lines, result, style));
        leftOut.forEach(reason -> lines.addAll(Wrapped.lines("Left out: " + Show.text(reason), "", INDENT)));
        lines.add(style.heading(summary(results)));
        return String.join("\n", lines) + "\n";
    }

    JsonObject json() {
        JsonObject json = new JsonObject();
        json.add("checks", JsonArrays.of(results, CheckReport::json));
        json.add("leftOut", JsonArrays.of(leftOut));
        return json;
    }

    private static void add(List<String> lines, CheckResult result, Style style) {
        lines.add(VerdictWord.styled(result.verdict(), style) + "  " + Show.text(result.device()) + "  ("
                + result.check() + ")");
        lines.addAll(Wrapped.lines(Show.text(result.summary()), INDENT, INDENT));
        result.evidence()
                .forEach(line -> Wrapped.lines(Show.text(line), INDENT + "| ", INDENT + "|   ")
                        .forEach(it -> lines.add(style.dim(it))));
        result.next().ifPresent(next -> lines.addAll(Wrapped.lines("Next: " + Show.text(next), INDENT, INDENT + "  ")));
        lines.add("");
    }

    static String summary(List<CheckResult> results) {
        if (results.isEmpty()) {
            return "Nothing was checked.";
        }
        return results.size() + (results.size() == 1 ? " check: " : " checks: ")
                + Stream.of(Verdict.HEALTHY, Verdict.SUSPECT, Verdict.FAILED, Verdict.UNKNOWN)
                        .filter(verdict -> count(results, verdict) > 0)
                        .map(verdict -> count(results, verdict) + " " + VerdictWord.of(verdict))
                        .collect(Collectors.joining(", "))
                + ".";
    }

    private static long count(List<CheckResult> results, Verdict verdict) {
        return results.stream().filter(it -> it.verdict() == verdict).count();
    }

    static JsonObject json(CheckResult result) {
        JsonObject json = new JsonObject();
        json.addProperty("check", result.check());
        json.addProperty("device", result.device());
        json.addProperty("verdict", result.verdict().name().toLowerCase(Locale.ROOT));
        json.addProperty("summary", result.summary());
        json.add("evidence", JsonArrays.of(result.evidence()));
        result.next().ifPresent(next -> json.addProperty("next", next));
        return json;
    }

    // What calls for action first; what nobody can ever tell last.
    private static int rank(CheckResult result) {
        return switch (result.verdict()) {
            case FAILED -> 0;
            case SUSPECT -> 1;
            case UNKNOWN -> result.callsForAction() ? 2 : 4;
            case HEALTHY -> 3;
        };
    }
}
