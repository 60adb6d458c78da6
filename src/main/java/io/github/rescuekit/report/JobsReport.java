package io.github.rescuekit.report;

import com.google.gson.JsonObject;
import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.session.Job;
import io.github.rescuekit.session.JobState;
import io.github.rescuekit.session.JobState.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Long work of this rescue session. */
public record JobsReport(List<Job> jobs) {

    private static final String INDENT = " ".repeat(4);

    public JobsReport {
        jobs = List.copyOf(jobs);
    }

    public Answer answer(Style style) {
        JsonObject json = new JsonObject();
        json.add("jobs", JsonArrays.of(jobs, JobsReport::json));
        String text = jobs.isEmpty()
                ? "No job was started in this rescue session.\n"
                : String.join(
                                "\n",
                                jobs.stream()
                                        .flatMap(it -> text(it, style).stream())
                                        .toList()) + "\n";
        return new Answer(ExitCode.DONE, text, json);
    }

    /** One job, for programs; how it ended is in the document. */
    public static Answer of(Job job) {
        return new Answer(job.state().code().orElse(ExitCode.DONE), "", json(job));
    }

    /** The operator saw it end. */
    public static Answer followed(Job job, ExitCode code) {
        return new Answer(code, "", json(job));
    }

    /** It was told to end, and did. */
    public static Answer cancelled(Job job, JobState state) {
        String how = state.code().map(it -> " with code " + it.number()).orElse(" without a word");
        return new Answer(
                ExitCode.DONE,
                "Job " + job.id() + " (" + Show.text(job.order().toString()) + ") ended" + how + ".\n"
                        + "Its output: rescuekit attach " + job.id() + "\n",
                json(job));
    }

    private static List<String> text(Job job, Style style) {
        JobState state = job.state();
        List<String> lines = new ArrayList<>();
        lines.add(style.heading(String.format(Locale.ROOT, "%-4d", job.id()))
                + Show.text(job.order().toString()) + "  " + phase(state, style));
        lines.add(INDENT + "since " + job.order().since().toString().replaceAll("\\.\\d+", "") + " by "
                + Show.text(job.order().who()));
        if (!state.isOver()) {
            state.last().lines().forEach(it -> lines.addAll(Wrapped.lines(Show.text(it), INDENT, INDENT)));
            lines.add(INDENT + "rescuekit attach " + job.id() + ", rescuekit cancel " + job.id());
        }
        return lines;
    }

    private static String phase(JobState state, Style style) {
        return switch (state.phase()) {
            case RUNNING -> style.good("runs");
            case WAITING -> style.warning("waits for an answer");
            case ENDED -> ended(state, style);
            case DIED -> style.bad("died");
        };
    }

    private static String ended(JobState state, Style style) {
        ExitCode code = state.code().orElse(ExitCode.BUG);
        String text = "ended with code " + code.number() + ": " + code.meaning();
        return code == ExitCode.DONE ? style.good("done") : style.warning(text);
    }

    private static JsonObject json(Job job) {
        JobState state = job.state();
        JsonObject json = new JsonObject();
        json.addProperty("job", job.id());
        json.add("words", JsonArrays.of(job.order().words()));
        json.addProperty("by", job.order().who());
        json.addProperty("since", job.order().since().toString());
        json.addProperty("phase", state.phase().name().toLowerCase(Locale.ROOT));
        json.addProperty(state.phase() == Phase.WAITING ? "question" : "progress", state.last());
        state.code().ifPresent(it -> json.addProperty("exitCode", it.number()));
        state.ended().ifPresent(it -> json.addProperty("ended", it.toString()));
        return json;
    }
}
