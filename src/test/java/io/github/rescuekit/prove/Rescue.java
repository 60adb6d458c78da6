package io.github.rescuekit.prove;

import io.github.rescuekit.LoopImage;
import io.github.rescuekit.diagnose.Checkup;
import io.github.rescuekit.model.Progress;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.mount.JournalReplay;
import io.github.rescuekit.mount.RehearsalSpace;
import io.github.rescuekit.repair.fsck.Fsck;
import io.github.rescuekit.repair.fsck.FsckOptions;
import io.github.rescuekit.repair.fsck.FsckPlan;
import io.github.rescuekit.repair.fsck.FsckResult;
import io.github.rescuekit.repair.fsck.Rehearsed;
import io.github.rescuekit.session.DiskLocks;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * A repair by Rescuekit for somebody who says yes to everything: how far it came.
 *
 * @param refused why it went no further; before the result is there, that is no change at all
 */
record Rescue(
        Optional<FsckPlan> plan,
        Optional<Rehearsed> rehearsed,
        Optional<FsckResult> result,
        Optional<RescueException> refused) {

    static Rescue plan(Fsck fsck, LoopImage disk, FsckOptions options) {
        try {
            FsckPlan plan = fsck.plan(disk.device(), options, Progress.SILENT);
            return new Rescue(Optional.of(plan), Optional.empty(), Optional.empty(), Optional.empty());
        } catch (RescueException e) {
            return new Rescue(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(e));
        }
    }

    Rescue rehearse(Fsck fsck) {
        try {
            return new Rescue(
                    plan,
                    Optional.of(fsck.rehearse(plan.orElseThrow(), Progress.SILENT)),
                    Optional.empty(),
                    Optional.empty());
        } catch (RescueException e) {
            return new Rescue(plan, Optional.empty(), Optional.empty(), Optional.of(e));
        }
    }

    Rescue apply(Fsck fsck) {
        try {
            return new Rescue(
                    plan, rehearsed, Optional.of(fsck.apply(plan.orElseThrow(), Progress.SILENT)), Optional.empty());
        } catch (RescueException e) {
            return new Rescue(plan, rehearsed, Optional.empty(), Optional.of(e));
        }
    }

    /** Wired as in the program itself. */
    static Fsck fsck(Path directory) {
        return new Fsck(new Fsck.Parts(
                LoopImage.RUNNER,
                LoopImage.TOOLS,
                LoopImage::machine,
                Checkup.within(Duration.ofMinutes(5), LoopImage.RUNNER, LoopImage.TOOLS),
                new JournalReplay(LoopImage.RUNNER, LoopImage.RUNNER)::replay,
                device -> RehearsalSpace.of(device, LoopImage.RUNNER, LoopImage.RUNNER),
                new DiskLocks(LoopImage.RUNNER, directory.resolve("locks"), "the proof")));
    }
}
