package io.github.rescuekit.repair;

import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.session.JournalLine;
import io.github.rescuekit.session.JournalLine.Event;
import io.github.rescuekit.session.JournalRun;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Takes back what a run did, in reverse, to identical bytes, mode, owner, attributes and times. */
public final class Undo {

    /**
     * A file that is not as the run left it, so that taking it back would destroy somebody's later work.
     *
     * @param left as the run left it, when that is known as text
     * @param now as it is, when that is text
     */
    public record Conflict(String path, String what, Optional<String> left, Optional<String> now) {}

    private final SystemWriter writer;

    public Undo(SystemWriter writer) {
        this.writer = writer;
    }

    /** The files that were changed after the run. */
    public List<Conflict> conflicts(JournalRun run) {
        // Of several steps on one file the last one left it as it is.
        Map<String, StepRecord> last = new LinkedHashMap<>();
        open(run).forEach(it -> last.put(it.path(), it));
        return last.values().stream().flatMap(it -> conflicts(run, it).stream()).toList();
    }

    /**
     * Takes back every step that is not yet taken back.
     *
     * @return the files that were brought back
     * @throws RescueException guard {@code changed-since}, before anything is taken back, when there are conflicts
     */
    public List<String> undo(JournalRun run) {
        List<Conflict> conflicts = conflicts(run);
        if (!conflicts.isEmpty()) {
            throw RescueException.refused(
                    "changed-since",
                    "run " + run.id() + " cannot be undone: " + conflicts.get(0).path() + " "
                            + conflicts.get(0).what(),
                    "compare it with the copies in " + run.directory()
                            + " and bring back by hand what you need; nothing was changed");
        }
        List<StepRecord> steps = new ArrayList<>(open(run));
        Room.makeForUndo(steps, writer.reader(), run.directory());
        Collections.reverse(steps);
        List<String> broughtBack = new ArrayList<>();
        for (StepRecord step : steps) {
            broughtBack.addAll(takeBack(run, step));
            run.append(JournalLine.of(Event.UNDONE, step.number()));
        }
        run.append(JournalLine.of(Event.TAKEN_BACK, 0));
        return List.copyOf(broughtBack);
    }

    private static List<StepRecord> open(JournalRun run) {
        return PastRun.stepsBegun(PlanJson.read(run.plan()), run.lines()).stream()
                .filter(it -> !it.isUndone())
                .toList();
    }

    private List<Conflict> conflicts(JournalRun run, StepRecord record) {
        if (record.step() instanceof Step.RunProgram it) {
            return new ProgramAct(writer, it).conflicts(run, record);
        }
        if (record.step() instanceof Step.WriteBootArea it) {
            return new BootAreaAct(writer, it).conflicts(run, record);
        }
        if (record.step() instanceof Step.SetDefaultSubvolume it) {
            return new DefaultSubvolumeAct(writer, it).conflicts();
        }
        return conflict(record).stream().toList();
    }

    private List<String> takeBack(JournalRun run, StepRecord record) {
        if (record.step() instanceof Step.RunProgram it) {
            return new ProgramAct(writer, it).takeBack(run, record);
        }
        if (record.step() instanceof Step.ClearFlags it) {
            return takeBackFlags(record.path(), it.flags());
        }
        return isTakenBack(run, record) ? List.of(record.path()) : List.of();
    }

    private boolean isTakenBack(JournalRun run, StepRecord record) {
        if (record.step() instanceof Step.WriteBootArea it) {
            return new BootAreaAct(writer, it).takeBack(run, record);
        }
        if (record.step() instanceof Step.SetDefaultSubvolume it) {
            return new DefaultSubvolumeAct(writer, it).takeBack();
        }
        return takeBackFile(run, record);
    }

    private List<String> takeBackFlags(String path, String flags) {
        boolean differs = !reader().protecting(path).equals(flags);
        writer.putBackFlags(path, flags);
        return differs ? List.of(path) : List.of();
    }

    private boolean takeBackFile(JournalRun run, StepRecord step) {
        if (step.step() instanceof Step.RenameFile && !isAsBefore(step)) {
            RenameFileAct act = (RenameFileAct) Acts.at(writer, step.step(), step.path());
            writer.rename(act.newPath(), act.path());
        }
        boolean differs = !reader().state(step.path()).equals(step.before());
        if (step.step() instanceof Step.MoveFile) {
            moveBack(step);
        } else {
            writer.restore(step.path(), step.before(), run.copy(step.number()), step.temporaryName());
        }
        return differs;
    }

    private void moveBack(StepRecord step) {
        String moved = newPath(step);
        writer.restore(step.path(), step.before(), reader().locate(moved), step.temporaryName());
        writer.restore(moved, Optional.empty(), reader().locate(moved), step.temporaryName());
    }

    private String newPath(StepRecord step) {
        return ((MoveFileAct) Acts.at(writer, step.step(), step.path())).newPath();
    }

    private Optional<Conflict> conflict(StepRecord step) {
        if (step.step() instanceof Step.MoveFile) {
            return conflictOfMove(step);
        }
        boolean hasOnlyFlags = step.step() instanceof Step.ClearFlags;
        // What was written to the file since is what the flags were cleared for.
        if ((hasOnlyFlags && reader().state(step.path()).isPresent()) || isAsBefore(step) || isOurWork(step)) {
            return Optional.empty();
        }
        return Optional.of(new Conflict(
                step.path(),
                reader().state(step.path()).isPresent() ? "was changed since" : "is not there any more",
                writtenText(step.step()),
                step.step() instanceof Step.ReplaceSecrets
                        ? Optional.empty()
                        : reader().content(step.path()).map(it -> new String(it, StandardCharsets.UTF_8))));
    }

    // Either name may hold the file, and both while it is copied.
    private Optional<Conflict> conflictOfMove(StepRecord step) {
        Optional<FileState> here = reader().state(step.path());
        String moved = newPath(step);
        Optional<FileState> there = reader().state(moved);
        String path = here.isPresent() && !isAsBefore(step) ? step.path() : moved;
        boolean isOurs = Stream.of(here, there)
                .flatMap(Optional::stream)
                .allMatch(it -> it.isSameWork(step.before().orElseThrow()));
        return isOurs && (here.isPresent() || there.isPresent())
                ? Optional.empty()
                : Optional.of(new Conflict(
                        path,
                        reader().state(path).isPresent() ? "was changed since" : "is not there any more",
                        Optional.empty(),
                        Optional.empty()));
    }

    // Flags and label may be half set when the step was cut off; restoring sets them.
    private boolean isAsBefore(StepRecord step) {
        Optional<FileState> now = reader().state(step.path());
        return now.isPresent() == step.before().isPresent()
                && now.map(it -> it.isSameWork(step.before().orElseThrow())).orElse(true);
    }

    private boolean isOurWork(StepRecord step) {
        if (!step.isDone() || step.step() instanceof Step.RenameFile) {
            return Acts.at(writer, step.step(), step.path()).isAlreadySo();
        }
        Optional<FileState> now = reader().state(step.path());
        return now.isPresent() == step.after().isPresent()
                && now.map(it -> it.isSameWork(step.after().orElseThrow())).orElse(true);
    }

    private static Optional<String> writtenText(Step step) {
        if (step instanceof Step.ReplaceFile it) {
            return Optional.of(it.after().text());
        }
        return step instanceof Step.CreateFile it ? Optional.of(it.content().text()) : Optional.empty();
    }

    private TargetReader reader() {
        return writer.reader();
    }
}
