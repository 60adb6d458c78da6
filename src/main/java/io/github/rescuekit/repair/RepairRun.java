package io.github.rescuekit.repair;

import io.github.rescuekit.model.ExitCode;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.session.Journal;
import io.github.rescuekit.session.JournalLine;
import io.github.rescuekit.session.JournalLine.Event;
import io.github.rescuekit.session.JournalRun;
import io.github.rescuekit.session.RunId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Applies an approved plan, the journal always one step ahead; what cannot be finished is taken back. */
public final class RepairRun {

    /** Hears of each step. */
    public interface Listener {

        Listener SILENT = (number, of, step, changed) -> {};

        /**
         * A step came to its end.
         *
         * @param changed false when the system already was as the step wants it
         */
        void ended(int number, int of, Step step, boolean changed);
    }

    /**
     * A repair that is done.
     *
     * @param changed the steps that changed something
     * @param alreadySo the steps for which there was nothing to do
     */
    public record Applied(RunId run, List<Step> changed, List<Step> alreadySo) {

        public Applied {
            changed = List.copyOf(changed);
            alreadySo = List.copyOf(alreadySo);
        }
    }

    private final Journal journal;
    private final SystemWriter writer;
    private final Runnable guard;
    private final Listener listener;

    /**
     * Prepares a run.
     *
     * @param guard throws when the next write must not happen: the lock is lost, somebody mounted the disk
     */
    public RepairRun(Journal journal, SystemWriter writer, Runnable guard, Listener listener) {
        this.journal = journal;
        this.writer = writer;
        this.guard = guard;
        this.listener = listener;
    }

    /**
     * Applies the steps in order.
     *
     * @param whyStillBroken looks again, after the last step; empty when the fault is gone
     * @throws RescueException with {@link ExitCode#REPAIR_UNDONE} when all is as it was before, with
     *     {@link ExitCode#UNDO_FAILED} when it is not
     */
    public Applied apply(Plan plan, Supplier<Optional<String>> whyStillBroken) {
        guard.run();
        Room.require(plan, writer.reader(), journal.directory());
        JournalRun run = journal.begin(PlanJson.write(plan));
        try {
            Applied applied = applySteps(run, plan);
            whyStillBroken.get().ifPresent(reason -> {
                throw new RescueException(
                        ExitCode.REPAIR_UNDONE,
                        "all steps were applied, but the fault is still found: " + reason,
                        "see 'rescuekit diagnose " + plan.recipe() + "', and 'rescuekit repair --list " + plan.recipe()
                                + "' for another remedy");
            });
            run.append(JournalLine.of(Event.VERIFIED, 0));
            return applied;
        } catch (RuntimeException failure) {
            throw takenBack(run, plan, failure);
        }
    }

    private Applied applySteps(JournalRun run, Plan plan) {
        List<Step> changed = new ArrayList<>();
        List<Step> alreadySo = new ArrayList<>();
        int number = 0;
        for (Step step : plan.steps()) {
            number++;
            boolean didChange = applyStep(run, number, step);
            (didChange ? changed : alreadySo).add(step);
            listener.ended(number, plan.steps().size(), step, didChange);
        }
        return new Applied(run.id(), changed, alreadySo);
    }

    private boolean applyStep(JournalRun run, int number, Step step) {
        refuseWhenInterrupted();
        guard.run();
        if (step instanceof Step.RunProgram it) {
            return !new ProgramAct(writer, it).apply(run, number).isEmpty();
        }
        if (step instanceof Step.WriteBootArea it) {
            return new BootAreaAct(writer, it).apply(run, number) || alreadySo(run, number);
        }
        if (step instanceof Step.SetDefaultSubvolume it) {
            return new DefaultSubvolumeAct(writer, it).apply(run, number) || alreadySo(run, number);
        }
        Act act = Acts.of(writer, step);
        if (act.isAlreadySo()) {
            return alreadySo(run, number);
        }
        act.refuseIfUnfit();
        Optional<FileState> before = writer.reader().state(act.path());
        if (act.needsCopy()) {
            keepCopy(run, number, act.path(), before.orElseThrow());
        }
        String temporaryName = ".rescuekit-" + run.id() + "-" + number;
        run.append(StepRecord.begun(number, act.path(), before, temporaryName));
        act.apply(temporaryName);
        run.append(StepRecord.done(number, writer.reader().state(act.path())));
        return true;
    }

    private static boolean alreadySo(JournalRun run, int number) {
        run.append(JournalLine.of(Event.ALREADY_SO, number));
        return false;
    }

    private void keepCopy(JournalRun run, int number, String path, FileState before) {
        Path copy = run.keep(number, writer.reader().locate(path));
        if (!before.sha256().equals(Optional.of(Hashes.require(copy)))) {
            throw new RescueException(
                    ExitCode.TOOL_FAILED,
                    "the undo copy of " + path + " in " + copy + " read back differs",
                    "check the filesystem of the journal and its disk ('rescuekit check'); this step changed nothing");
        }
    }

    private static void refuseWhenInterrupted() {
        if (Thread.currentThread().isInterrupted()) {
            throw new RescueException(
                    ExitCode.INTERRUPTED, "it was interrupted", "start the repair again when you are ready");
        }
    }

    private RescueException takenBack(JournalRun run, Plan plan, RuntimeException failure) {
        // An interrupted thread could neither read nor write files.
        boolean wasInterrupted = Thread.interrupted() || isInterruption(failure);
        try {
            if (PastRun.stepsBegun(plan, run.lines()).isEmpty()) {
                return untouched(run, failure);
            }
            run.append(JournalLine.of(Event.FAILED, 0));
            new Undo(writer).undo(run);
            return undone(plan, failure, wasInterrupted);
        } catch (RuntimeException second) {
            failure.addSuppressed(second);
            return undoFailed(run, plan, failure, second);
        }
    }

    private static boolean isInterruption(RuntimeException failure) {
        return failure instanceof RescueException rescue && rescue.exitCode() == ExitCode.INTERRUPTED;
    }

    private static RescueException untouched(JournalRun run, RuntimeException failure) {
        try {
            run.append(JournalLine.of(Event.TAKEN_BACK, 0));
        } catch (RescueException e) {
            // A run without a step shows as cut off before its first one, which is true as well.
            failure.addSuppressed(e);
        }
        return failure instanceof RescueException rescue
                ? rescue
                : new RescueException(ExitCode.BUG, "a bug of Rescuekit: " + failure, "report it; nothing was changed")
                        .causedBy(failure);
    }

    private static RescueException undone(Plan plan, RuntimeException failure, boolean wasInterrupted) {
        return new RescueException(
                        wasInterrupted ? ExitCode.INTERRUPTED : ExitCode.REPAIR_UNDONE,
                        "the repair " + plan.recipe() + " was not finished, and what it had changed was taken back: "
                                + happened(failure),
                        next(failure))
                .causedBy(failure);
    }

    private static RescueException undoFailed(
            JournalRun run, Plan plan, RuntimeException failure, RuntimeException second) {
        return new RescueException(
                        ExitCode.UNDO_FAILED,
                        "the repair " + plan.recipe() + " was not finished (" + happened(failure)
                                + "), and taking it back failed as well (" + happened(second) + ")",
                        next(second) + "; then 'rescuekit undo " + run.id().serial()
                                + "' goes on; the old files are in " + run.directory())
                .causedBy(failure);
    }

    private static String happened(RuntimeException failure) {
        return failure instanceof RescueException rescue ? rescue.happened() : "a bug of Rescuekit: " + failure;
    }

    private static String next(RuntimeException failure) {
        return failure instanceof RescueException rescue ? rescue.next() : "report the bug";
    }
}
