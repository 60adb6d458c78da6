package io.github.rescuekit.repair;

import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.session.JournalLine;
import io.github.rescuekit.session.JournalRun;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What an edit found, and what it makes of it: with both it can be told whether a crash left something else. */
public final class CrashScene {

    private static final String TEMPORARY = ".rescuekit-";

    private final CrashEdit edit;
    private final Map<String, String> original;
    private final Map<String, String> originalExact;
    private final Map<String, String> done;

    private CrashScene(
            CrashEdit edit, Map<String, String> original, Map<String, String> originalExact, Map<String, String> done) {
        this.edit = edit;
        this.original = original;
        this.originalExact = originalExact;
        this.done = done;
    }

    /** What is known of an edit when its process or its machine ends. */
    public enum End {
        CUT_OFF,
        REPORTED_AS_DONE,
        REPORTED_AS_NOT_DONE
    }

    /** Lays what an edit works on and applies it, to know how it looks when it is done. */
    public static CrashScene model(CrashEdit edit, CrashTarget target) {
        target.lay();
        Map<String, String> original = TreePicture.plain(target.root());
        target.apply(EveryStep.plan(edit.plan().steps().stream()
                .filter(it -> !it.path().startsWith("/no/"))
                .toList()));
        return new CrashScene(edit, original, Map.of(), TreePicture.plain(target.root()));
    }

    /**
     * Lays what the edit works on.
     *
     * @param model a scene of the same edit that knows how it looks when it is done
     */
    public static CrashScene lay(CrashTarget target, CrashScene model) {
        target.lay();
        Map<String, String> original = TreePicture.plain(target.root());
        Map<String, String> exact = TreePicture.exact(target.root());
        model.edit.prepare(target);
        return new CrashScene(model.edit, original, exact, model.done);
    }

    /**
     * What is wrong with the system after a crash, one sentence each; undoes what the crash left, to see that it can be.
     */
    public List<String> faults(CrashTarget target, End end) {
        List<String> faults = new ArrayList<>();
        try {
            Map<String, String> now = TreePicture.plain(target.root());
            List<JournalRun> runs = target.tree().journal().runs();
            neitherOldNorNew(now, runs, faults);
            notAsReported(now, end, faults);
            if (runs.isEmpty()) {
                notOriginal("no journal", target, faults);
            } else {
                judge(target, runs.get(runs.size() - 1), now, end, faults);
            }
        } catch (RescueException e) {
            faults.add("refused: " + e.happened());
        } catch (UncheckedIOException e) {
            faults.add("unreadable: " + e);
        }
        return faults;
    }

    private void notAsReported(Map<String, String> now, End end, List<String> faults) {
        Map<String, String> wanted = edit.endsAsItBegan() ? original : done;
        if (end == End.REPORTED_AS_DONE && !now.equals(wanted)) {
            faults.add("was reported as done, but is not: " + difference(now, wanted));
        }
        if (end == End.REPORTED_AS_NOT_DONE && !now.equals(original)) {
            faults.add("was reported as not done, but " + difference(now, original));
        }
    }

    private void judge(CrashTarget target, JournalRun run, Map<String, String> now, End end, List<String> faults) {
        PastRun past = PastRun.of(run);
        PastRun.State wanted = edit.endsAsItBegan() ? PastRun.State.UNDONE : PastRun.State.REPAIRED;
        if (past.state() == PastRun.State.DAMAGED || (end == End.REPORTED_AS_DONE && past.state() != wanted)) {
            faults.add("the journal says " + past.state() + ": " + past.explanation());
        }
        if (past.state() == PastRun.State.REPAIRED && !edit.endsAsItBegan() && !now.equals(done)) {
            faults.add("the journal says REPAIRED, but " + difference(now, done));
        }
        if (past.state() == PastRun.State.UNDONE || end == End.REPORTED_AS_NOT_DONE) {
            notOriginal(past.state().name(), target, faults);
        }
        if (past.canBeUndone()) {
            aheadOfTheFiles(run, now, faults);
            new Undo(target.writer()).undo(run);
            notOriginal("undo", target, faults);
        }
    }

    private void neitherOldNorNew(Map<String, String> now, List<JournalRun> runs, List<String> faults) {
        Set<String> paths = new TreeSet<>(now.keySet());
        paths.addAll(original.keySet());
        paths.addAll(done.keySet());
        for (String path : paths) {
            String state = now.get(path);
            int temporary = path.indexOf(TEMPORARY);
            if (temporary >= 0) {
                if (runs.stream().noneMatch(it -> path.startsWith(TEMPORARY + it.id() + "-", temporary))) {
                    faults.add(path + " is left over from no known run");
                }
            } else if (!Objects.equals(state, original.get(path)) && !Objects.equals(state, done.get(path))) {
                faults.add(path + " is neither old nor new: " + state);
            }
        }
        for (Step step : edit.plan().steps()) {
            if (step instanceof Step.RenameFile it && now.containsKey(it.path()) == now.containsKey(it.newPath())) {
                faults.add(it.path() + " is there under two names or under none");
            }
        }
    }

    // What the journal calls done must be so: else an undo, and an operator, would believe in what is not there.
    private void aheadOfTheFiles(JournalRun run, Map<String, String> now, List<String> faults) {
        List<StepRecord> steps = PastRun.stepsBegun(edit.plan(), run.lines());
        Optional<StepRecord> next = nextToUndo(run, steps);
        for (StepRecord step : steps) {
            Map<String, String> expected = step.isUndone() ? original : done;
            boolean isTold = step.isUndone()
                    || (step.isDone() && !next.filter(step::equals).isPresent());
            if (isTold && !Objects.equals(now.get(step.path()), expected.get(step.path()))) {
                faults.add("the journal is ahead of step " + step.number() + ": " + step.path() + " is "
                        + now.get(step.path()));
            }
        }
    }

    // An undo takes a file back first and tells the journal then, one step at a time and the last one first.
    private Optional<StepRecord> nextToUndo(JournalRun run, List<StepRecord> steps) {
        boolean isUndoing =
                edit.endsAsItBegan() || run.lines().stream().anyMatch(it -> it.event() == JournalLine.Event.FAILED);
        return steps.stream().filter(step -> isUndoing && !step.isUndone()).reduce((earlier, later) -> later);
    }

    private void notOriginal(String why, CrashTarget target, List<String> faults) {
        Map<String, String> exact = TreePicture.exact(target.root());
        if (!exact.equals(originalExact)) {
            faults.add(why + ", but not as before: " + difference(exact, originalExact));
        }
    }

    private static String difference(Map<String, String> now, Map<String, String> wanted) {
        Set<String> paths = new TreeSet<>(now.keySet());
        paths.addAll(wanted.keySet());
        paths.removeIf(it -> Objects.equals(now.get(it), wanted.get(it)));
        return paths.stream().map(it -> it + " is " + now.get(it)).toList().toString();
    }
}
