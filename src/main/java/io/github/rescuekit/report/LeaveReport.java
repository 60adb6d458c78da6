package io.github.rescuekit.report;

import com.google.gson.JsonObject;
import io.github.rescuekit.leave.Blocker;
import io.github.rescuekit.leave.Departed;
import io.github.rescuekit.leave.LeaveVerdict;
import io.github.rescuekit.leave.Outlook;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What is to be expected of a system when the rescue ends, and how far leaving came. */
public record LeaveReport(Outlook outlook) {

    /**
     * What comes after the last mount is gone.
     *
     * @param state its word in the JSON
     */
    public record Ending(String state, List<String> lines) {

        public static final Ending STAY = new Ending(
                "left",
                List.of(
                        "Next: switch the server back to its own disk in the provider's panel, then",
                        "  rescuekit leave --reboot"));
        public static final Ending REBOOT = new Ending("rebooting", List.of("Rebooting now."));

        public Ending {
            lines = List.copyOf(lines);
        }

        /** The server's own kernel is started. */
        public static Ending kexec(String release) {
            return new Ending("kexec", List.of("Starting the server's kernel " + Show.text(release) + " now."));
        }
    }

    private static final String COLUMN = " ".repeat(VerdictWord.WIDTH + 2);

    /** The verdicts alone, for a person who is asked next. */
    public List<String> lines(Style style) {
        List<String> lines = new ArrayList<>();
        lines.add(style.heading(SystemWords.of(outlook.system())));
        lines.add("");
        lines.addAll(lines("Will it boot?", outlook.boot(), style));
        lines.addAll(lines("Can I log in?", outlook.login(), style));
        return lines;
    }

    static List<String> lines(String question, List<LeaveVerdict> verdicts, Style style) {
        List<String> lines = new ArrayList<>();
        lines.add(style.heading(question));
        verdicts.forEach(it -> lines.addAll(lines(it, style)));
        lines.add("");
        return lines;
    }

    /** Nothing was taken down, and why. */
    public Answer stayed(String why, Style style) {
        List<String> lines = new ArrayList<>(lines(style));
        lines.addAll(Wrapped.lines(why, "", ""));
        return new Answer(ExitCode.PROBLEMS_FOUND, text(lines), json("stayed"));
    }

    /** The same after the verdicts were shown. */
    public Answer declined() {
        return new Answer(ExitCode.PROBLEMS_FOUND, "Nothing was unmounted.\n", json("stayed"));
    }

    /** Something was in the way. */
    public Answer blocked(Departed departed, List<String> before, Style style) {
        List<String> lines = new ArrayList<>(before);
        lines.addAll(unmounted(departed));
        for (Blocker blocker : departed.blockers()) {
            Wrapped.lines("In the way: " + Show.text(blocker.happened()), "", "  ")
                    .forEach(line -> lines.add(style.bad(line)));
            lines.addAll(Wrapped.lines("Next: " + Show.text(blocker.next()), "  ", "    "));
        }
        return new Answer(departed.exitCode(), text(lines), json("blocked", departed));
    }

    /** Nothing is left on the server's disks. */
    public Answer left(Departed departed, Ending ending, List<String> before, Style style) {
        List<String> lines = new ArrayList<>(before);
        lines.addAll(unmounted(departed));
        lines.add(style.good("Nothing is left on the server's disks:") + " no mount, loop device, swap or lock.");
        lines.addAll(ending.lines());
        return new Answer(
                outlook.callsForAction() ? ExitCode.PROBLEMS_FOUND : ExitCode.DONE,
                text(lines),
                json(ending.state(), departed));
    }

    private static List<String> unmounted(Departed departed) {
        List<String> lines = new ArrayList<>();
        departed.unmounted().forEach(it -> lines.add("Unmounted " + Show.text(it) + "."));
        departed.remarks().forEach(it -> lines.addAll(Wrapped.lines(Show.text(it), "", "  ")));
        return lines;
    }

    private static List<String> lines(LeaveVerdict verdict, Style style) {
        List<String> lines = new ArrayList<>();
        List<String> summary =
                Wrapped.lines(verdict.check() + ": " + Show.text(verdict.summary()), COLUMN, COLUMN + "  ");
        lines.add(VerdictWord.styled(verdict.verdict(), style) + summary.get(0).substring(VerdictWord.WIDTH));
        lines.addAll(summary.subList(1, summary.size()));
        if (verdict.verdict() != Verdict.HEALTHY) {
            verdict.evidence()
                    .forEach(line -> Wrapped.lines(Show.text(line), COLUMN + "| ", COLUMN + "|   ")
                            .forEach(it -> lines.add(style.dim(it))));
        }
        verdict.next()
                .ifPresent(next -> lines.addAll(Wrapped.lines("Next: " + Show.text(next), COLUMN, COLUMN + "  ")));
        return lines;
    }

    private JsonObject json(String state) {
        JsonObject json = new JsonObject();
        json.add("system", SystemWords.json(outlook.system()));
        json.addProperty("state", state);
        json.add("boot", JsonArrays.of(outlook.boot(), LeaveReport::json));
        json.add("login", JsonArrays.of(outlook.login(), LeaveReport::json));
        return json;
    }

    private JsonObject json(String state, Departed departed) {
        JsonObject json = json(state);
        json.add("unmounted", JsonArrays.of(departed.unmounted()));
        json.add("blockers", JsonArrays.of(departed.blockers(), LeaveReport::json));
        json.add("remarks", JsonArrays.of(departed.remarks()));
        return json;
    }

    static JsonObject json(Blocker blocker) {
        JsonObject json = new JsonObject();
        blocker.guard().ifPresent(it -> json.addProperty("guard", it));
        json.addProperty("happened", blocker.happened());
        json.addProperty("next", blocker.next());
        return json;
    }

    static JsonObject json(LeaveVerdict verdict) {
        JsonObject json = new JsonObject();
        json.addProperty("check", verdict.check());
        json.addProperty("verdict", verdict.verdict().name().toLowerCase(Locale.ROOT));
        json.addProperty("summary", verdict.summary());
        json.add("evidence", JsonArrays.of(verdict.evidence()));
        verdict.next().ifPresent(it -> json.addProperty("next", it));
        return json;
    }

    private static String text(List<String> lines) {
        return String.join("\n", lines) + "\n";
    }
}
