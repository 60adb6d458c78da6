package io.github.rescuekit.repair;

import io.github.rescuekit.session.JournalRun;
import java.util.List;
import java.util.Optional;

/** Another default subvolume. The number of the old one is in the plan, which is on the disk before it is set. */
final class DefaultSubvolumeAct {

    private final Step.SetDefaultSubvolume step;
    private final Surroundings.DefaultSubvolume subvolume;

    DefaultSubvolumeAct(SystemWriter writer, Step.SetDefaultSubvolume step) {
        this.step = step;
        this.subvolume = writer.surroundings().defaultSubvolume();
    }

    /** Sets it; false when it is already so. */
    boolean apply(JournalRun run, int number) {
        long now = subvolume.id();
        if (now == step.after()) {
            return false;
        }
        if (now != step.before()) {
            throw TargetReader.changedSince(
                    "the default subvolume of " + step.path(), "was changed since the plan was made");
        }
        run.append(StepRecord.begun(number, step.path(), Optional.empty(), ""));
        subvolume.set(step.after());
        run.append(StepRecord.done(number, List.of(step.path())));
        return true;
    }

    List<Undo.Conflict> conflicts() {
        long now = subvolume.id();
        return now == step.before() || now == step.after()
                ? List.of()
                : List.of(new Undo.Conflict(
                        step.path(), "has another default subvolume since", Optional.empty(), Optional.empty()));
    }

    boolean takeBack() {
        if (subvolume.id() == step.before()) {
            return false;
        }
        subvolume.set(step.before());
        return true;
    }
}
