package io.github.rescuekit.report;

import com.google.gson.JsonObject;
import io.github.rescuekit.leave.LeaveVerdict;
import io.github.rescuekit.leave.Outlook;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.repair.Diagnosis;
import java.util.ArrayList;
import java.util.List;

/**
 * Which door into a system is open once it runs, which is closed, and why.
 *
 * @param way what recipes found of the way to that door: network, firewall, accounts
 */
public record LoginReport(Outlook outlook, Diagnosis way) {

    /** The answer of the verb; what cannot be told is a problem as well. */
    public Answer answer(Style style) {
        List<String> lines = new ArrayList<>();
        lines.add(style.heading(SystemWords.of(outlook.system())));
        lines.add("");
        lines.addAll(LeaveReport.lines("Who gets in?", outlook.login(), style));
        lines.addAll(DiagnosisReport.text(way, style));
        lines.add(style.heading(summary()));
        return new Answer(isOpen() ? ExitCode.DONE : ExitCode.PROBLEMS_FOUND, String.join("\n", lines) + "\n", json());
    }

    private boolean isOpen() {
        return way.isHealthy() && outlook.login().stream().noneMatch(LeaveVerdict::callsForAction);
    }

    private String summary() {
        return isOpen()
                ? "Nothing on the disk keeps you out. The provider's own firewall cannot be seen from here."
                : "Something keeps you out, may do so, or cannot be told: see above.";
    }

    private JsonObject json() {
        JsonObject json = DiagnosisReport.json(way);
        json.add("system", SystemWords.json(outlook.system()));
        json.addProperty("open", isOpen());
        json.add("login", JsonArrays.of(outlook.login(), LeaveReport::json));
        return json;
    }
}
