package io.github.rescuekit.report;

import com.google.gson.JsonObject;
import io.github.rescuekit.diagnose.CheckResult;
import io.github.rescuekit.leave.Departed;
import io.github.rescuekit.leave.LeaveVerdict;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.recovery.Recovered;
import io.github.rescuekit.recovery.RepairOutcome;
import io.github.rescuekit.repair.Plan;
import io.github.rescuekit.repair.Proposal;
import io.github.rescuekit.repair.RepairRun;
import io.github.rescuekit.repair.Step;
import io.github.rescuekit.repair.fsck.FsckPlan;
import io.github.rescuekit.repair.fsck.FsckResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What an unattended run found, did and left. */
public record RecoveryReport(Recovered recovered) {

    public Answer answer(Style style) {
        return new Answer(recovered.exitCode(), text(style), json());
    }

    private String text(Style style) {
        LabelledLines lines = new LabelledLines(style);
        lines.add(
                "System",
                LabelledLines.wrapped(recovered.system().map(SystemWords::of).orElse("none was found")));
        lines.add("Checks", checks(recovered.checks(), style));
        lines.add("Hardware", trials(style));
        lines.add("fsck", fscks());
        recovered.found().ifPresent(it -> lines.add("Found", DiagnosisLines.body(it, style)));
        lines.add("Repairs", repairs(style));
        lines.add("Checked", checks(recovered.lastChecks(), style));
        recovered.left().ifPresent(it -> lines.add("Left", DiagnosisLines.body(it, style)));
        recovered.outlook().ifPresent(it -> lines.add("Boot", verdicts(it.boot(), style)));
        recovered.outlook().ifPresent(it -> lines.add("Login", verdicts(it.login(), style)));
        recovered.departed().ifPresent(it -> lines.add("Leaving", leaving(it)));
        recovered.stopped().ifPresent(it -> lines.add("Stopped", stopped(it, style)));
        lines.add("Then", afterBoot());
        lines.add("Result", LabelledLines.wrapped(result()));
        return lines.text();
    }

    private static List<String> checks(List<CheckResult> results, Style style) {
        if (results.isEmpty()) {
            return List.of();
        }
        List<String> body = new ArrayList<>();
        body.add(CheckReport.summary(results));
        results.stream()
                .filter(CheckResult::callsForAction)
                .forEach(it -> body.addAll(LabelledLines.hanging(
                        VerdictWord.styled(it.verdict(), style) + " ",
                        VerdictWord.WIDTH + 1,
                        it.device() + ": " + it.summary())));
        return body;
    }

    private List<String> trials(Style style) {
        return recovered.trials().stream()
                .flatMap(it -> LabelledLines.hanging(
                        VerdictWord.styled(it.verdict(), style) + " ",
                        VerdictWord.WIDTH + 1,
                        it.subject() + ": " + it.summary())
                        .stream())
                .toList();
    }

    private List<String> fscks() {
        List<String> body = new ArrayList<>();
        for (FsckPlan plan : recovered.fsckPlans()) {
            String became = recovered.fscks().stream()
                    .filter(it -> it.plan().equals(plan))
                    .findFirst()
                    .map(RecoveryReport::became)
                    .orElse("planned: "
                            + plan.steps().get(plan.steps().size() - 1).summary());
            body.addAll(LabelledLines.wrapped(plan.device().path() + ": " + became));
        }
        return body;
    }

    private static String became(FsckResult result) {
        return result.isVerified()
                ? "repaired and verified"
                : VerdictWord.of(result.after().verdict()) + ", "
                        + result.after().summary();
    }

    private List<String> repairs(Style style) {
        List<String> body = new ArrayList<>();
        for (RepairOutcome outcome : recovered.repairs()) {
            body.addAll(LabelledLines.wrapped(name(outcome.proposal()) + ": " + became(outcome)));
            if (outcome.isPlanned()) {
                outcome.proposal().plan().steps().stream()
                        .map(Step::summary)
                        .forEach(it -> body.addAll(LabelledLines.hanging(style.dim("  - "), 4, it)));
            }
        }
        return body;
    }

    private static String name(Proposal proposal) {
        Plan plan = proposal.plan();
        return plan.recipe() + plan.remedy().map(it -> " (" + it.id() + ")").orElse("");
    }

    private static String became(RepairOutcome outcome) {
        if (outcome.applied().isPresent()) {
            RepairRun.Applied applied = outcome.applied().get();
            return "repaired and verified; the way back: rescuekit undo "
                    + applied.run().serial();
        }
        if (outcome.isPlanned()) {
            return "not applied";
        }
        return outcome.proposal().findings().isEmpty() ? "nothing to do" : "nothing to do with this choice";
    }

    private static List<String> verdicts(List<LeaveVerdict> verdicts, Style style) {
        List<String> body = new ArrayList<>();
        for (LeaveVerdict verdict : verdicts) {
            body.addAll(LabelledLines.hanging(
                    VerdictWord.styled(verdict.verdict(), style) + " ",
                    VerdictWord.WIDTH + 1,
                    verdict.check() + ": " + verdict.summary()));
            if (verdict.callsForAction()) {
                verdict.evidence().forEach(it -> body.addAll(LabelledLines.hanging(style.dim("| "), 2, it)));
                verdict.next().ifPresent(it -> body.addAll(LabelledLines.wrapped("Next: " + it)));
            }
        }
        return body;
    }

    private List<String> leaving(Departed departed) {
        if (departed.isDone()) {
            return LabelledLines.wrapped(
                    "nothing is left on the server's disks" + (recovered.mayReboot() ? "; rebooting now" : ""));
        }
        return departed.blockers().stream()
                .flatMap(it -> LabelledLines.wrapped("In the way: " + it.happened() + ". Next: " + it.next()).stream())
                .toList();
    }

    private List<String> afterBoot() {
        return recovered.repairs().stream()
                .filter(it -> it.applied().isPresent())
                .flatMap(it -> it.proposal().plan().afterBoot().stream())
                .flatMap(it -> LabelledLines.wrapped(it).stream())
                .toList();
    }

    private static List<String> stopped(RescueException error, Style style) {
        List<String> body = new ArrayList<>(LabelledLines.wrapped(error.happened()));
        error.guard().ifPresent(it -> body.addAll(LabelledLines.wrapped("Guard: " + it)));
        body.addAll(LabelledLines.wrapped("Next: " + error.next()));
        return body.stream().map(style::bad).toList();
    }

    private String result() {
        if (recovered.stopped().isPresent()) {
            return recovered.beganToWrite()
                    ? "stopped; what stays changed is told above and by 'rescuekit history'"
                    : "stopped; nothing was changed";
        }
        if (recovered.exitCode() == ExitCode.DONE) {
            return recovered.beganToWrite() ? "recovered and verified" : "healthy; nothing was changed";
        }
        if (recovered.hasWork()) {
            return "planned; nothing was changed. To apply it: the same command without --plan";
        }
        return "a person must look at what is left; the policy allows nothing more";
    }

    private JsonObject json() {
        JsonObject json = new JsonObject();
        recovered.system().ifPresent(it -> json.add("system", SystemWords.json(it)));
        json.add("checks", JsonArrays.of(recovered.checks(), CheckReport::json));
        json.add("hardware", JsonArrays.of(recovered.trials(), TrialReport::json));
        json.add("fsckPlans", JsonArrays.of(recovered.fsckPlans(), FsckReport::planJson));
        json.add("fscks", JsonArrays.of(recovered.fscks(), FsckReport::resultJson));
        recovered.found().ifPresent(it -> json.add("found", DiagnosisReport.json(it)));
        json.add("repairs", JsonArrays.of(recovered.repairs(), RecoveryReport::json));
        json.add("lastChecks", JsonArrays.of(recovered.lastChecks(), CheckReport::json));
        recovered.left().ifPresent(it -> json.add("left", DiagnosisReport.json(it)));
        recovered.outlook().ifPresent(it -> json.add("boot", JsonArrays.of(it.boot(), LeaveReport::json)));
        recovered.outlook().ifPresent(it -> json.add("login", JsonArrays.of(it.login(), LeaveReport::json)));
        recovered.departed().ifPresent(it -> json.add("blockers", JsonArrays.of(it.blockers(), LeaveReport::json)));
        json.addProperty("rebooting", recovered.mayReboot());
        recovered.stopped().ifPresent(it -> json.add("stopped", JsonDocument.error(it)));
        json.addProperty("beganToWrite", recovered.beganToWrite());
        return json;
    }

    private static JsonObject json(RepairOutcome outcome) {
        Plan plan = outcome.proposal().plan();
        JsonObject json = new JsonObject();
        json.addProperty("recipe", plan.recipe());
        plan.remedy().ifPresent(it -> json.addProperty("remedy", it.id()));
        json.addProperty("state", state(outcome));
        json.add("steps", JsonArrays.of(plan.steps().stream().map(Step::summary).toList()));
        json.add("afterBoot", JsonArrays.of(plan.afterBoot()));
        Optional<RepairRun.Applied> applied = outcome.applied();
        applied.ifPresent(it -> json.addProperty("run", it.run().toString()));
        return json;
    }

    private static String state(RepairOutcome outcome) {
        return outcome.applied().isPresent() ? "repaired" : outcome.isPlanned() ? "planned" : "nothing-to-do";
    }
}
