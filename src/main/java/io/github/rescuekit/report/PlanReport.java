package io.github.rescuekit.report;

import com.google.gson.JsonObject;
import io.github.rescuekit.installed.InstalledSystem;
import io.github.rescuekit.repair.Plan;
import io.github.rescuekit.repair.Proposal;
import io.github.rescuekit.repair.Remedy;
import io.github.rescuekit.repair.Step;
import java.util.ArrayList;
import java.util.List;

/** What a repair found, what it would do and what it costs: what an operator reads before saying yes. */
public record PlanReport(InstalledSystem system, Proposal proposal) {

    private static final String INDENT = "     ";

    public List<String> text(Style style) {
        List<String> lines = new ArrayList<>();
        lines.add(style.heading(SystemWords.of(system)));
        lines.add("");
        proposal.findings().forEach(it -> {
            lines.addAll(FindingLines.text(it, style));
            lines.add("");
        });
        remedies(lines, style);
        steps(lines, style);
        list(lines, "Know this before you say yes:", proposal.plan().warnings(), style);
        list(lines, "After the next boot:", proposal.plan().afterBoot(), style);
        return List.copyOf(lines);
    }

    public JsonObject json() {
        Plan plan = proposal.plan();
        JsonObject json = new JsonObject();
        json.add("system", SystemWords.json(system));
        json.add("findings", JsonArrays.of(proposal.findings(), FindingLines::json));
        json.add("cannotTell", JsonArrays.of(proposal.unknowns()));
        json.addProperty("recipe", plan.recipe());
        json.add("remedies", JsonArrays.of(proposal.recipe().remedies(), PlanReport::json));
        plan.remedy().ifPresent(it -> json.addProperty("remedy", it.id()));
        json.add("steps", JsonArrays.of(plan.steps(), PlanReport::json));
        json.add("warnings", JsonArrays.of(plan.warnings()));
        json.add("afterBoot", JsonArrays.of(plan.afterBoot()));
        return json;
    }

    static JsonObject json(Remedy remedy) {
        JsonObject json = new JsonObject();
        json.addProperty("id", remedy.id());
        json.addProperty("does", remedy.does());
        json.addProperty("price", remedy.price());
        return json;
    }

    private static JsonObject json(Step step) {
        JsonObject json = new JsonObject();
        json.addProperty("path", step.path());
        json.addProperty("summary", step.summary());
        json.add("diff", JsonArrays.of(diff(step)));
        return json;
    }

    private void remedies(List<String> lines, Style style) {
        lines.add(style.heading(proposal.recipe().remedies().size() == 1 ? "Remedy:" : "Remedies (--remedy):"));
        for (Remedy remedy : proposal.recipe().remedies()) {
            boolean chosen = proposal.plan().remedy().filter(remedy::equals).isPresent();
            lines.addAll(remedyLines(remedy, chosen, style));
        }
        lines.add("");
    }

    private static List<String> remedyLines(Remedy remedy, boolean chosen, Style style) {
        List<String> lines = new ArrayList<>();
        String name = (chosen ? "  * " : "    ") + remedy.id();
        lines.add(chosen ? style.heading(name) + "  (in this plan)" : name);
        lines.addAll(Wrapped.lines(Show.text(remedy.does()), INDENT + " ", INDENT + " "));
        lines.addAll(Wrapped.lines("Price: " + Show.text(remedy.price()), INDENT + " ", INDENT + "        "));
        return lines;
    }

    private void steps(List<String> lines, Style style) {
        List<Step> steps = proposal.plan().steps();
        lines.add(style.heading(steps.isEmpty() ? "Plan: nothing to do." : "Plan:"));
        for (int i = 0; i < steps.size(); i++) {
            lines.addAll(Wrapped.lines(Show.text(steps.get(i).summary()), "  " + (i + 1) + ". ", INDENT));
            diff(steps.get(i)).forEach(line -> lines.add(INDENT + coloured(line, style)));
        }
        lines.add("");
    }

    private static void list(List<String> lines, String heading, List<String> sentences, Style style) {
        if (!sentences.isEmpty()) {
            lines.add(style.heading(heading));
            sentences.forEach(it -> lines.addAll(Wrapped.lines(Show.text(it), "  - ", "    ")));
            lines.add("");
        }
    }

    private static List<String> diff(Step step) {
        if (step instanceof Step.ReplaceFile it) {
            return LineDiff.unified(it.before().text(), it.after().text());
        }
        if (step instanceof Step.ReplaceSecrets it) {
            return it.changes().stream().map(change -> "@ " + change).toList();
        }
        return step instanceof Step.CreateFile it
                ? LineDiff.unified("", it.content().text())
                : List.of();
    }

    private static String coloured(String line, Style style) {
        String shown = Show.text(line.replace("\t", "        "));
        return switch (line.charAt(0)) {
            case '+' -> style.good(shown);
            case '-' -> style.bad(shown);
            case '@' -> style.dim(shown);
            default -> shown;
        };
    }
}
