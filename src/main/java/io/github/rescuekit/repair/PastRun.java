package io.github.rescuekit.repair;

import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.session.JournalLine;
import io.github.rescuekit.session.JournalLine.Event;
import io.github.rescuekit.session.JournalRun;
import io.github.rescuekit.session.RunId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A run as its journal tells it, also when it was cut off.
 *
 * @param at when it began, by the rescue system's clock of that day
 * @param files that it wrote to and that are not taken back
 * @param directory where its journal and its undo copies are
 * @param explanation one sentence
 */
public record PastRun(
        RunId id,
        Instant at,
        Optional<Plan> plan,
        State state,
        List<String> files,
        Path directory,
        String explanation) {

    /** How a run ended. */
    public enum State {
        REPAIRED,
        UNDONE,
        /** Cut off by a kill or a power cut: some steps are done, the fault may be there. */
        INTERRUPTED,
        /** An undo began and did not come to its end. */
        PARTLY_UNDONE,
        /** Its journal cannot be understood. */
        DAMAGED
    }

    public PastRun {
        files = List.copyOf(files);
    }

    public static PastRun of(JournalRun run) {
        try {
            return read(run);
        } catch (RuntimeException e) {
            String reason = e instanceof RescueException rescue ? rescue.happened() : e.toString();
            return new PastRun(
                    run.id(),
                    Instant.EPOCH,
                    Optional.empty(),
                    State.DAMAGED,
                    List.of(),
                    run.directory(),
                    "its journal cannot be understood (" + reason + "); the undo copies are in " + run.directory());
        }
    }

    public boolean canBeUndone() {
        return state == State.REPAIRED || state == State.INTERRUPTED || state == State.PARTLY_UNDONE;
    }

    private static PastRun read(JournalRun run) {
        Plan plan = PlanJson.read(run.plan());
        List<JournalLine> lines = run.lines();
        List<StepRecord> begun = stepsBegun(plan, lines);
        State state = state(lines);
        List<StepRecord> open = begun.stream().filter(it -> !it.isUndone()).toList();
        return new PastRun(
                run.id(),
                lines.get(0).at(),
                Optional.of(plan),
                state,
                open.stream().flatMap(it -> it.files().stream()).toList(),
                run.directory(),
                explanation(state, plan, begun, open));
    }

    /** The steps that were begun, in order. */
    static List<StepRecord> stepsBegun(Plan plan, List<JournalLine> lines) {
        Map<Integer, StepRecord> steps = new TreeMap<>();
        for (JournalLine line : lines) {
            if (line.event() == Event.BEGUN) {
                steps.put(line.step(), StepRecord.of(plan.steps().get(line.step() - 1), line));
            } else {
                steps.computeIfPresent(line.step(), (number, step) -> step.followedBy(line));
            }
        }
        return List.copyOf(steps.values());
    }

    private static State state(List<JournalLine> lines) {
        if (has(lines, Event.TAKEN_BACK)) {
            return State.UNDONE;
        }
        if (has(lines, Event.UNDONE) || has(lines, Event.FAILED)) {
            return State.PARTLY_UNDONE;
        }
        return has(lines, Event.VERIFIED) ? State.REPAIRED : State.INTERRUPTED;
    }

    private static boolean has(List<JournalLine> lines, Event event) {
        return lines.stream().anyMatch(it -> it.event() == event);
    }

    private static String explanation(State state, Plan plan, List<StepRecord> begun, List<StepRecord> open) {
        int all = plan.steps().size();
        return switch (state) {
            case REPAIRED -> "applied and verified";
            case UNDONE -> begun.isEmpty() ? "nothing was changed" : "taken back";
            case PARTLY_UNDONE -> open.size() + " of " + begun.size() + " changed files are not taken back yet";
            case INTERRUPTED -> interrupted(all, begun);
            case DAMAGED -> "";
        };
    }

    private static String interrupted(int all, List<StepRecord> begun) {
        if (begun.isEmpty()) {
            return "cut off before the first of " + all + " steps; nothing was changed";
        }
        StepRecord last = begun.get(begun.size() - 1);
        String where =
                "step " + last.number() + " of " + all + ", " + last.step().summary();
        return last.isDone() ? "cut off after " + where + ", before it was verified" : "cut off during " + where;
    }
}
