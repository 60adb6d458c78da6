package io.github.rescuekit.repair.fsck;

import io.github.rescuekit.diagnose.CheckResult;
import io.github.rescuekit.exec.Command;
import io.github.rescuekit.exec.Result;
import io.github.rescuekit.model.BlockDevice;
import io.github.rescuekit.model.Progress;
import io.github.rescuekit.parse.FsckFat;
import io.github.rescuekit.repair.fsck.StepReport.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** FAT, as on an EFI system partition. */
final class FatFamily implements FilesystemRepair {

    private final UndoPlace undoPlace;

    FatFamily(UndoPlace undoPlace) {
        this.undoPlace = undoPlace;
    }

    @Override
    public Set<String> types() {
        return Set.of("vfat", "msdos");
    }

    @Override
    public List<String> programs() {
        return List.of("fsck.fat");
    }

    @Override
    public FsckPlan plan(BlockDevice device, CheckResult before, FsckOptions options) {
        ImagePlan image = ImagePlan.of(device, undoPlace, options);
        FsckStep repair = new FsckStep.RunTool(
                List.of("fsck.fat", "-a", device.path()),
                FsckStep.When.ALWAYS,
                "mends what it can, without questions",
                Optional.of("files whose clusters are damaged are cut off; loose clusters become FSCK0000.REC"),
                Optional.empty());
        return new FsckPlan(device, "vfat", before, image.then(List.of(repair)), image.undo(), List.of());
    }

    @Override
    public Command command(FsckStep.RunTool step, Progress progress) {
        progress.at(step.summary(), 0);
        return Commands.of(step);
    }

    @Override
    public StepReport report(FsckStep.RunTool step, Result result) {
        FsckFat fat = FsckFat.parse(result.exitCode(), result.out(), result.err());
        return switch (fat.outcome()) {
            case CLEAN -> new StepReport(step, Outcome.NOTHING_FOUND, "found nothing", fat.problems());
            case CORRECTED -> new StepReport(step, Outcome.REPAIRED, "errors were corrected", fat.problems());
            case FOUND_ERRORS -> new StepReport(step, Outcome.ERRORS_LEFT, "errors were left", fat.problems());
            case NO_FAT -> new StepReport(step, Outcome.NOT_DONE, "its boot sector is no valid FAT", fat.problems());
            case NOT_RUN, UNKNOWN ->
                new StepReport(
                        step,
                        Outcome.NOT_DONE,
                        "fsck.fat could not do its work (code " + result.exitCode() + ")",
                        fat.problems());
        };
    }
}
