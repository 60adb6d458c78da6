package io.github.rescuekit.repair.fsck;

import io.github.rescuekit.diagnose.CheckResult;
import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.Result;
import io.github.rescuekit.exec.Runner;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Progress;
import io.github.rescuekit.model.RescueException;
import io.github.rescuekit.parse.BtrfsCheck;
import io.github.rescuekit.parse.BtrfsSuper;
import io.github.rescuekit.repair.fsck.StepReport.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * btrfs: its log tree is replayed by the kernel. Damage is left to the operator, because the manual itself advises against
 * the repair mode; it runs only when its option is named.
 */
final class BtrfsFamily implements FilesystemRepair {

    private final Runner runner;
    private final UndoPlace undoPlace;

    BtrfsFamily(Runner runner, UndoPlace undoPlace) {
        this.runner = runner;
        this.undoPlace = undoPlace;
    }

    @Override
    public Set<String> types() {
        return Set.of("btrfs");
    }

    @Override
    public List<String> programs() {
        return List.of("btrfs");
    }

    @Override
    public FsckPlan plan(BlockDevice device, CheckResult before, FsckOptions options) {
        BtrfsCheck check = look(device);
        if (check.outcome() == BtrfsCheck.Outcome.DEVICE_MISSING) {
            throw RescueException.refused(
                    "missing-device",
                    "a device of the btrfs on " + device.path() + " is missing",
                    "attach the missing disk; or mount with -o ro,degraded and copy the data off");
        }
        List<FsckStep> steps =
                check.outcome() == BtrfsCheck.Outcome.CLEAN ? replay(device) : List.of(lastResort(device, options));
        ImagePlan image = ImagePlan.of(device, undoPlace, options);
        return new FsckPlan(device, "btrfs", before, image.then(steps), image.undo(), List.of());
    }

    private BtrfsCheck look(BlockDevice device) {
        Result result = runner.run(Command.of("btrfs", "check", "--readonly", device.path())
                .acceptingAny()
                .within(Commands.NO_LIMIT));
        return BtrfsCheck.parse(result.exitCode(), result.out(), result.err());
    }

    private List<FsckStep> replay(BlockDevice device) {
        Result result = runner.run(Command.of("btrfs", "inspect-internal", "dump-super", device.path()));
        return BtrfsSuper.parse(result.out()).hasLogTree()
                ? List.of(new FsckStep.Replay(device.path(), FsckStep.When.ALWAYS))
                : List.of();
    }

    private static FsckStep lastResort(BlockDevice device, FsckOptions options) {
        if (!options.btrfsRepair()) {
            throw RescueException.refused(
                    "btrfs-repair",
                    "btrfs check found damage, and its own manual advises against 'check --repair'",
                    "copy the data off first: 'mount -o ro,rescue=all " + device.path() + " /mnt', or 'btrfs restore "
                            + device.path() + " DIR' without mounting; then, as the last resort, --btrfs-repair");
        }
        return new FsckStep.RunTool(
                List.of("btrfs", "check", "--repair", device.path()),
                FsckStep.When.ALWAYS,
                "the last resort of the btrfs developers, as asked for by --btrfs-repair",
                Optional.of("everything: it can make the damage worse than it was"),
                Optional.empty());
    }

    @Override
    public Command command(FsckStep.RunTool step, Progress progress) {
        progress.at(step.summary(), 0);
        return Commands.of(step);
    }

    @Override
    public StepReport report(FsckStep.RunTool step, Result result) {
        BtrfsCheck check = BtrfsCheck.parse(result.exitCode(), result.out(), result.err());
        return switch (check.outcome()) {
            case CLEAN -> new StepReport(step, Outcome.REPAIRED, "it found no error any more", check.problems());
            case CORRUPT, DEVICE_MISSING ->
                new StepReport(step, Outcome.ERRORS_LEFT, "errors were left uncorrected", check.problems());
            case NOT_OPENED, IN_USE, UNKNOWN ->
                new StepReport(
                        step,
                        Outcome.NOT_DONE,
                        "btrfs check could not do its work (code " + result.exitCode() + ")",
                        check.problems());
        };
    }
}
